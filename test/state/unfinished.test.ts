import { describe, expect, test } from 'vitest';
import { emptyMessage } from '../../src/state/message-draft.ts';
import { createDraft } from '../../src/state/metadata-draft.ts';
import { areaOf } from '../../src/state/text-area.ts';
import { initialState } from '../../src/state/ui-state.ts';
import { unfinishedWork } from '../../src/state/unfinished.ts';

describe('what quitting would lose', () => {
	test('is nothing at the start, and nothing where a message was never begun', () => {
		expect(unfinishedWork(initialState)).toBeNull();
		expect(unfinishedWork({ ...initialState, messages: new Map([['a', emptyMessage]]) })).toBeNull();
	});

	test('is told in numbers', () => {
		const written = { ...emptyMessage, area: areaOf('hello') };
		const state = {
			...initialState,
			messages: new Map([
				['a', written],
				['b', { ...written, isSending: true }],
			]),
			deletions: new Map([
				['d', 'deleting'],
				['e', 'deleted'],
			] as const),
			jsonEdits: new Map([
				['f', { id: 'f', name: null, base: {}, text: '{', line: 1, problem: 'A closing } is missing.' }],
			]),
			edits: {
				...initialState.edits,
				saving: new Map([['c', {}]]),
				making: 2,
				kept: new Map([['create', createDraft('', {})]]),
			},
		};
		expect(unfinishedWork(state)).toBe(
			'5 writes are still under way, 2 edits were not saved, 1 message was not sent.',
		);
	});
});
