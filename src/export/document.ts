import { titleOf } from '../domain/conversation.ts';
import type { ExportChoices, ExportFormat } from '../domain/export-choices.ts';
import type { Instant } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import type { WholeConversation } from '../domain/records.ts';
import type { ZoneOffset } from '../text/time.ts';
import type { ConversationText } from './conversation-text.ts';
import { conversationCsv, csvHead } from './csv.ts';
import { conversationHtml, escapeHtml } from './html.ts';
import { pageHead, pageTail } from './html-page.ts';
import { conversationMarkdown } from './markdown.ts';
import { inlineMarkdown } from './markdown-text.ts';
import { dayAndTime } from './times.ts';

/** A conversation on its way into a file: as the server sent it, and decoded. Both are redacted already, if at all. */
export type Exported = { readonly whole: WholeConversation; readonly text: ConversationText };

/** A file that is written from head to tail, one conversation after the other, without holding more than one. */
export type ExportDocument = {
	readonly head: () => string;
	readonly next: (one: Exported) => string;
	readonly tail: () => string;
};

/** The facts that a file states about itself. */
export type DocumentFacts = {
	readonly count: number;
	readonly exportedAt: Instant;
	readonly zone: ZoneOffset;
	/** Sentences such as those about the redaction. */
	readonly remarks: readonly string[];
};

/** A document of this format. A bundle is several documents. */
export function openDocument(
	format: Exclude<ExportFormat, 'bundle'>,
	rows: ExportChoices['rows'],
	facts: DocumentFacts,
): ExportDocument {
	switch (format) {
		case 'ndjson':
			return { head: empty, next: ({ whole }) => `${lineOf(whole)}\n`, tail: empty };
		case 'json': {
			let count = 0;
			const next = ({ whole }: Exported): string => {
				count += 1;
				return `${count === 1 ? '\n' : ',\n'}${lineOf(whole)}`;
			};
			return { head: () => '[', next, tail: () => '\n]\n' };
		}
		case 'csv':
			return { head: () => csvHead(rows), next: ({ text }) => conversationCsv(text, rows), tail: empty };
		case 'markdown': {
			let count = 0;
			const next = ({ text }: Exported): string => {
				count += 1;
				return `${count === 1 ? '' : '\n---\n\n'}${conversationMarkdown(text)}`;
			};
			const head = (): string => facts.remarks.map((remark) => `*${inlineMarkdown(remark)}*\n\n`).join('');
			return { head, next, tail: empty };
		}
		case 'html':
			return htmlDocument(facts);
	}
}

function lineOf({ conversation, messages, insights }: WholeConversation): string {
	return jsonText({ conversation, messages, insights });
}

function htmlDocument({ count, exportedAt, zone, remarks }: DocumentFacts): ExportDocument {
	const titles: string[] = [];
	const title = `${count} ${count === 1 ? 'conversation' : 'conversations'}`;
	const lead = [
		`<p class="soft">Exported ${dayAndTime(exportedAt, zone)}.${count > 1 ? ' <a href="#contents">Contents</a>' : ''}</p>`,
		...remarks.map((remark) => `<p class="soft">${escapeHtml(remark)}</p>`),
	].join('\n');
	return {
		head: () => pageHead(title, lead),
		next: ({ text }) => {
			titles.push(titleOf(text.conversation));
			return conversationHtml({ ...text, remarks: [] }, `c${titles.length}`);
		},
		tail: () => pageTail(titles.length > 1 ? contents(titles) : ''),
	};
}

function contents(titles: readonly string[]): string {
	const items = titles.map(
		(title, index) => `<li dir="auto"><a href="#c${index + 1}">${escapeHtml(title)}</a></li>`,
	);
	return `<nav id="contents"><h2>Contents</h2><ol>${items.join('')}</ol></nav>`;
}

function empty(): string {
	return '';
}
