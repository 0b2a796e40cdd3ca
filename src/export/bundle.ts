import { createHash } from 'node:crypto';
import type { ExportChoices } from '../domain/export-choices.ts';
import { formatInstant } from '../domain/instant.ts';
import { type Finding, kindCount, notLookedFor, redactionKinds } from '../domain/redaction.ts';
import { signalTitle } from '../domain/signals/signal.ts';
import { answerWaits, waitStatistics } from '../domain/waits.ts';
import { cleanText } from '../text/clean-text.ts';
import { curlCommand } from './curl.ts';
import { type DocumentFacts, type ExportDocument, openDocument } from './document.ts';

/** The facts of a bundle besides its conversations, already redacted if the user wants that. */
export type BundleFacts = DocumentFacts & {
	readonly version: string;
	readonly node: string;
	readonly account: string;
	readonly filter: { readonly queryText: string; readonly query: string };
	/** The addresses of the list, and of each conversation with its parts; null for sample data. */
	readonly addresses: { readonly list: string; readonly each: readonly (readonly string[])[] } | null;
	readonly choices: ExportChoices;
	/** All findings of the redaction, and those that stay as they are. */
	readonly findings: readonly Finding[];
	readonly kept: ReadonlySet<string>;
};

/** The files of a bundle with conversations in them, by name. */
export function bundleDocuments(facts: DocumentFacts): ReadonlyMap<string, ExportDocument> {
	return new Map([
		['conversations.md', openDocument('markdown', 'conversations', facts)],
		['conversations.html', openDocument('html', 'conversations', facts)],
		['conversations.ndjson', openDocument('ndjson', 'conversations', facts)],
		['signals-and-waits.json', troubleDocument()],
	]);
}

/** Signals and waits of each conversation, as JSON. */
function troubleDocument(): ExportDocument {
	let count = 0;
	return {
		head: () => '[',
		next: ({ text: { conversation, signals, turns } }) => {
			count += 1;
			const waits = answerWaits(turns);
			const one = {
				id: conversation.id,
				signals: signals.map(({ kind, severity, explanation, quote }) => ({
					kind,
					title: signalTitle(kind),
					severity,
					explanation,
					quote,
				})),
				waits: waitStatistics(waits),
				waits_ms: waits.map(({ millis }) => Math.round(millis)),
			};
			return `${count === 1 ? '\n' : ',\n'}${JSON.stringify(one)}`;
		},
		tail: () => '\n]\n',
	};
}

/** The files of a bundle that are written at once. */
export function bundleTexts(facts: BundleFacts): ReadonlyMap<string, string> {
	const { queryText, query } = facts.filter;
	const filter = [
		'The list when the conversations were exported.',
		'',
		`As typed in tconv: ${queryText === '' ? '(all conversations)' : queryText}`,
		`As sent to the API: ${query === '' ? '(no parameters)' : query}`,
		'',
	].join('\n');
	return new Map([
		['filter.txt', cleanText(filter)],
		['requests.sh', requests(facts)],
	]);
}

function requests({ addresses }: BundleFacts): string {
	if (addresses === null) return '# Sample data come from no server: there are no requests.\n';
	const get = (url: string): string => curlCommand({ method: 'GET', url });
	const each = addresses.each.flatMap((urls) => ['', ...urls.map(get)]);
	const head = [
		'# The requests behind this bundle. They only read. Set TELNYX_API_KEY first: the key is not in here.',
		'# The list, as it was filtered:',
		get(addresses.list),
		'',
		'# Each conversation, its messages and its insights:',
	];
	return `${[...head, ...each].join('\n')}\n`;
}

/** A file of the bundle, as its manifest names it. */
export type BundleFile = { readonly name: string; readonly bytes: number; readonly sha256: string };

/** The size and the hash of a file, taken piece by piece. */
export type Measured = {
	readonly take: (piece: string) => void;
	/** Ends the measuring. */
	readonly file: () => BundleFile;
};

export function measuring(name: string): Measured {
	const hash = createHash('sha256');
	let bytes = 0;
	return {
		take: (piece) => {
			hash.update(piece);
			bytes += Buffer.byteLength(piece);
		},
		file: () => ({ name, bytes, sha256: hash.digest('hex') }),
	};
}

/** The manifest: versions, the counts and the limits of the redaction, and every other file with its hash. */
export function bundleManifest(facts: BundleFacts, files: readonly BundleFile[]): string {
	const { choices, findings, kept } = facts;
	const replaced = findings.filter(({ key }) => !kept.has(key));
	const counts = redactionKinds.map((kind) => {
		const of = (all: readonly Finding[]): number => all.filter((one) => one.kind === kind).length;
		return [kind, { replaced: of(replaced), left_by_choice: of(findings) - of(replaced) }] as const;
	});
	const manifest = {
		made_by: `tconv ${facts.version}`,
		node: facts.node,
		made_at: formatInstant(facts.exportedAt),
		account: facts.account,
		conversations: facts.count,
		remarks: facts.remarks,
		redaction: choices.isRedacted
			? {
					done: true,
					kinds: Object.fromEntries(counts),
					listed_words: choices.words.length,
					not_looked_for: notLookedFor,
				}
			: { done: false, not_looked_for: 'Everything: the conversations are as the server sent them.' },
		files,
	};
	return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The sentences about the redaction at the head of a file. */
export function redactionRemarks(
	choices: ExportChoices,
	findings: readonly Finding[],
	kept: ReadonlySet<string>,
): readonly string[] {
	if (!choices.isRedacted) return ['Not redacted: personal data are as they came.'];
	const replaced = findings.filter(({ key }) => !kept.has(key));
	const counts = redactionKinds.flatMap((kind) => {
		const count = replaced.filter((one) => one.kind === kind).length;
		return count === 0 ? [] : [kindCount(kind, count)];
	});
	const none = findings.length === 0 ? 'Redacted: nothing was found.' : 'Nothing is redacted.';
	const said = counts.length === 0 ? none : `Redacted: ${counts.join(', ')}.`;
	const left = findings.length - replaced.length;
	const stays =
		left === 0 ? [] : [`${left} found ${left === 1 ? 'value was' : 'values were'} left by choice.`];
	return [[said, ...stays].join(' '), notLookedFor];
}
