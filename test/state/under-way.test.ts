import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../src/domain/conversation.ts';
import { noEdits } from '../../src/state/edits.ts';
import { emptyMessage } from '../../src/state/typing/message-draft.ts';
import { idsUnderWay, underWay } from '../../src/state/under-way.ts';

const idle = { deletions: new Map(), edits: noEdits, messages: new Map() } as const;
const saving = (id: string, metadata: Metadata) => ({ ...noEdits, saving: new Map([[id, metadata]]) });
const sending = { ...emptyMessage, isSending: true };

describe('a write that the server has not confirmed', () => {
	test.each<[string, Metadata, Metadata]>([
		['saving', { tier: 'gold' }, { tier: 'silver' }],
		['taking-over', {}, { ai_disabled: 'true' }],
		['handing-back', { ai_disabled: 'true' }, { ai_disabled: 'false' }],
		['marking-done', { 'triage.status': 'open' }, { 'triage.status': 'done' }],
		['opening-again', { 'triage.status': 'done' }, { 'triage.status': 'open' }],
		[
			'saving',
			{ ai_disabled: 'true', 'triage.status': 'done' },
			{ ai_disabled: 'true', 'triage.status': 'done' },
		],
	])('is named by its change: %s', (name, metadata, after) => {
		expect(underWay({ ...idle, edits: saving('a', after) }, { id: 'a', metadata })).toBe(name);
	});

	test('is of one conversation; a deletion comes first, a message last', () => {
		const a = { id: 'a', metadata: {} };
		const messages = new Map([['a', sending]]);
		const edits = saving('a', { tier: 'gold' });
		expect(underWay(idle, a)).toBeNull();
		expect(underWay({ ...idle, messages }, a)).toBe('sending');
		expect(underWay({ ...idle, messages: new Map([['a', emptyMessage]]) }, a)).toBeNull();
		expect(underWay({ ...idle, messages, edits }, a)).toBe('saving');
		expect(underWay({ messages, edits, deletions: new Map([['a', 'deleting']]) }, a)).toBe('deleting');
		expect(underWay({ ...idle, deletions: new Map([['a', 'deleted']]) }, a)).toBeNull();
		expect(underWay({ ...idle, messages, edits }, { id: 'b', metadata: {} })).toBeNull();
	});

	test('is counted once for each conversation', () => {
		const deletions = new Map([
			['b', 'deleting'],
			['c', 'deleted'],
		] as const);
		const messages = new Map([
			['a', sending],
			['d', emptyMessage],
			['e', sending],
		]);
		expect(idsUnderWay({ deletions, messages, edits: saving('a', {}) })).toEqual(['a', 'b', 'e']);
		expect(idsUnderWay(idle)).toEqual([]);
	});
});
