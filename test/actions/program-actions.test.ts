import { describe, expect, test } from 'vitest';
import { unfinishedWork } from '../../src/actions/program-actions.ts';
import type { ExportJob } from '../../src/state/exports.ts';
import { createDraft } from '../../src/state/metadata/metadata-draft.ts';
import { emptyMessage } from '../../src/state/typing/message-draft.ts';
import { areaOf } from '../../src/state/typing/text-area.ts';
import { initialState, type UiState } from '../../src/state/ui-state.ts';
import { exportTo } from '../domain/export-task.ts';

/** A state with an export in this phase. */
function exporting(phase: ExportJob['phase']): UiState {
	const numbers = { done: 0, total: 1, missing: 0 };
	const job = {
		spool: 's',
		task: exportTo('x'),
		phase,
		...numbers,
		findings: [],
		unfound: [],
		kept: new Set<string>(),
		problem: null,
	};
	return { ...initialState, exports: { ...initialState.exports, job } };
}

test('a file that is being written is unfinished work', () => {
	expect(unfinishedWork(exporting('writing'))).toBe('1 export is being written.');
});

describe('unfinished work', () => {
	test('is empty at the start, and for a message without text', () => {
		expect(unfinishedWork(initialState)).toBeNull();
		expect(unfinishedWork({ ...initialState, messages: new Map([['a', emptyMessage]]) })).toBeNull();
		expect(unfinishedWork(exporting('ready'))).toBeNull();
	});

	test('is counted', () => {
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
