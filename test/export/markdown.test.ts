import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeConversation, decodeInsightResult, decodeMessage } from '../../src/api/decode.ts';
import { isJsonObject, type JsonValue, jsonObject } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import type { Message } from '../../src/domain/message.ts';
import { buildTranscript } from '../../src/domain/transcript.ts';
import { conversationMarkdown } from '../../src/export/markdown.ts';
import { cleanText } from '../../src/text/clean-text.ts';
import { hideKeys } from '../../src/text/hidden.ts';
import { utc } from '../../src/text/time.ts';
import { anyString } from '../text/arbitraries.ts';
import { said, someCall, textOf } from './conversation-text.ts';

afterEach(() => hideKeys([]));

/** The part of a document that says these messages, in UTC. */
function turnsMarkdown(...messages: readonly Message[]): string {
	const markdown = conversationMarkdown(textOf(messages, { zone: utc }));
	return markdown.split('UTC\n\n').slice(1).join('UTC\n\n');
}

/** The document as GitHub would show it. */
function html(markdown: string): string {
	return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

/** The elements of an HTML text, in order. */
function elements(text: string): readonly string[] {
	return [...text.matchAll(/<([a-z0-9]+)/g)].map(([, name = '']) => name);
}

/** The words of an HTML text, without elements and with its blanks made one. */
function words(text: string): string {
	return text
		.replace(/<[^>]*>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&')
		.replace(/[\s\u00a0]+/g, ' ')
		.trim();
}

const breakingOut = [
	'# heading',
	'heading\n===',
	'heading\n---',
	'- one\n- two',
	'1. one\n2) two',
	'+ one',
	'```\ncode\n```',
	'    code',
	'\tcode',
	'> quote',
	'<script>alert(1)</script>',
	'&lt;b&gt; &amp; & &#60;',
	'[click](javascript:alert) ![x](y)',
	'[x]: https://evil.example\n[x]',
	'a | b\n--- | ---\nc | d',
	'**bold** _it_ ~~gone~~ `code` $x$',
	'- [ ] task',
	'[!WARNING]\nwords',
	'[^1]\n\n[^1]: foot',
	'***',
	'ends with a backslash \\',
	'\\# already escaped',
	'two  \nlines',
	'<!-- hidden -->',
	'foo ##',
];

test('a conversation as a document', () => {
	const call = { id: 'call-1', name: 'find_parcel', arguments: '{"order":"A-1","big":9007199254740993}' };
	const text = textOf(
		[
			said('assistant', 'Parcel desk, how can I help?', 0),
			said('user', 'Where is my parcel?', 4),
			said('assistant', null, 5, { toolCalls: [call] }),
			said('tool', '{"error":"timeout"}', 8, { toolCallId: 'call-1' }),
			said('assistant', 'I cannot find it.', 11),
			said('user', 'Give me a person!', 372),
		],
		{
			signals: [
				{
					kind: 'asked-for-person',
					severity: 'high',
					turns: [],
					explanation: 'asked once, was not put through',
					quote: 'Give me a person!',
				},
			],
			insights: [
				{
					ok: true,
					value: {
						id: 'r1',
						status: 'completed',
						createdAt: someCall.lastMessageAt,
						insights: [
							{ insightId: 't1', result: '{"score":"Poor"}' },
							{ insightId: 't2', result: 'Upset *caller*.' },
						],
						raw: {},
					},
				},
			],
			templateNames: new Map([['t1', 'Satisfaction']]),
		},
	);
	expect(conversationMarkdown(text)).toMatchSnapshot();
	expect(elements(html(conversationMarkdown(text)))).not.toContain('script');
});

test('in UTC a time stands once', () => {
	expect(turnsMarkdown(said('user', 'Hello', 0))).toBe('**user** · 16:05:41 UTC\n\n> Hello\n');
});

test('what is missing stands at the top', () => {
	const markdown = conversationMarkdown(textOf([], { remarks: ['3 of 9 messages; the rest failed.'] }));
	expect(markdown).toContain('**Note:** 3 of 9 messages; the rest failed.');
});

test('the API key in use is masked', () => {
	hideKeys(['KEY0123456789ABCDEF_secretsecret']);
	const spoken = said('user', 'my key is KEY0123456789ABCDEF_secretsecret', 0);
	expect(conversationMarkdown(textOf([spoken]))).not.toContain('secretsecret');
});

describe('outside words stay words', () => {
	// `em` is the document's own “(no words)”; GitHub makes links of addresses, with the address as their words.
	const structure = ['blockquote', 'br', 'p', 'strong', 'em', 'a'];

	test.each(breakingOut)('spoken: %j', (spoken) => {
		const shown = html(turnsMarkdown(said('user', spoken, 0)));
		expect(elements(shown).filter((name) => !structure.includes(name))).toEqual([]);
		expect(words(shown)).toBe(`user · 16:05:41 UTC ${spoken.replace(/\s+/g, ' ').trim()}`);
	});

	test.each(breakingOut)('in a name, in metadata and in an analysis: %j', (hostile) => {
		const conversation = {
			...someCall,
			name: hostile,
			metadata: jsonObject([[hostile, hostile]]),
		};
		const insights = [{ insightId: 't', result: hostile }];
		const value = { id: 'r', status: hostile, createdAt: null, insights, raw: {} };
		const names = { templateNames: new Map([['t', hostile]]) };
		const text = textOf([said(hostile, 'words', 0)], {
			conversation,
			insights: [{ ok: true, value }],
			...names,
		});
		const plain = textOf([said('user', 'words', 0)], {
			conversation: { ...conversation, name: 'x', metadata: { key: 'value' } },
			insights: [{ ok: true, value: { ...value, status: 'x', insights: [{ insightId: 'x', result: 'x' }] } }],
		});
		const without = (found: readonly string[]) => found.filter((name) => !['br', 'p', 'a'].includes(name));
		expect(without(elements(html(conversationMarkdown(text))))).toEqual(
			without(elements(html(conversationMarkdown(plain)))),
		);
	});

	test.each(breakingOut)('in a tool: %j', (hostile) => {
		const toolCalls = [{ id: '1', name: 'look', arguments: `${hostile}\n\`\`\`\`` }];
		const asked = said('assistant', null, 0, { toolCalls });
		const answer = said('tool', JSON.stringify({ hostile }), 1, { toolCallId: '1' });
		expect(elements(html(turnsMarkdown(asked, answer)))).toEqual([
			'p',
			'strong',
			'p',
			'pre',
			'code',
			'p',
			'pre',
			'code',
		]);
	});

	test('whatever they are', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(anyString, fc.constantFrom(...breakingOut)), { maxLength: 4 }),
				(parts) => {
					const spoken = parts.join('\n');
					const markdown = turnsMarkdown(said('user', spoken, 0));
					expect(cleanText(markdown)).toBe(markdown);
					const shown = elements(html(markdown)).filter((name) => !structure.includes(name));
					// GitHub makes links of addresses, with the address as their words.
					expect(shown.filter((name) => name !== 'a')).toEqual([]);
				},
			),
			{ numRuns: 500 },
		);
	});
});

const file = new URL('../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);

test.skipIf(!existsSync(file))('real conversations keep every word', () => {
	const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(0, 150);
	for (const line of lines) {
		const bundle = parseJsonText(line);
		if (!isJsonObject(bundle ?? null)) continue;
		const { conversation: raw, messages, insights } = bundle as { readonly [key: string]: JsonValue };
		const conversation = decodeConversation(raw ?? null);
		if (!conversation.ok) throw new Error(conversation.problem);
		const listed = (rows: JsonValue | undefined) => (Array.isArray(rows) ? rows : []) as readonly JsonValue[];
		const decoded = listed(messages).map(decodeMessage);
		const markdown = conversationMarkdown(
			textOf([], {
				conversation: conversation.value,
				turns: buildTranscript(decoded, { silenceAfterMillis: 20_000 }),
				insights: listed(insights).map(decodeInsightResult),
			}),
		);
		const shown = words(html(markdown));
		for (const row of decoded) {
			if (!row.ok || row.value.role === 'tool' || !row.value.text) continue;
			expect(shown).toContain(row.value.text.replace(/\s+/g, ' ').trim());
		}
	}
});
