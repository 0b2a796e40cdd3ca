import { describe, expect, test } from 'vitest';
import { sharedDoneThrough, withTriage } from '../../src/domain/triage.ts';
import { isDone, nothingDone, reduceDone } from '../../src/state/done.ts';
import { at } from '../store/fixtures.ts';

const noon = at('2026-11-22T12:00:00.123456Z');
const soon = at('2026-11-22T12:00:00.123457Z');

const conversation = (lastMessageAt: typeof noon | null, metadata = {}) => ({
	id: 'a',
	name: null,
	createdAt: noon,
	lastMessageAt,
	metadata,
	raw: {},
});

describe('done', () => {
	test('holds until a message arrives after the marked one, even a microsecond later', () => {
		const done = reduceDone(nothingDone, { type: 'done', doneThrough: new Map([['a', noon]]) });
		expect(isDone(done, conversation(noon))).toBe(true);
		expect(isDone(done, conversation(null))).toBe(true);
		expect(isDone(done, conversation(soon))).toBe(false);
		expect(isDone(nothingDone, { ...conversation(null), createdAt: null })).toBe(false);
		const open = reduceDone(done, { type: 'done', doneThrough: new Map([['a', null]]) });
		expect(isDone(open, conversation(noon))).toBe(false);
	});

	test('prefers changes since the start over earlier records', () => {
		const done = reduceDone(nothingDone, { type: 'done', doneThrough: new Map([['a', soon]]) });
		const both = reduceDone(done, {
			type: 'done-before',
			doneThrough: new Map([
				['a', noon],
				['b', noon],
			]),
		});
		expect([...both.doneThrough]).toEqual([
			['a', soon],
			['b', noon],
		]);
	});

	test('is read only from metadata when shared', () => {
		const done = { ...nothingDone, isShared: true, doneThrough: new Map([['a', soon]]) };
		const metadata = withTriage(
			{ 'triage.owner': 'them', tier: 'gold' },
			{ status: 'done', owner: 'me', doneThrough: noon },
		);
		expect(metadata).toEqual({
			tier: 'gold',
			'triage.status': 'done',
			'triage.owner': 'me',
			'triage.at': '2026-11-22T12:00:00.123456+00:00',
		});
		expect(isDone(done, conversation(noon))).toBe(false);
		expect(isDone(done, conversation(noon, metadata))).toBe(true);
		expect(isDone(done, conversation(soon, metadata))).toBe(false);
		expect(
			sharedDoneThrough(withTriage(metadata, { status: 'open', owner: '', doneThrough: noon })),
		).toBeNull();
		expect(sharedDoneThrough({ 'triage.status': 'done', 'triage.at': 'lately' })).toBeNull();
		expect(sharedDoneThrough({ 'triage.status': 'done', 'triage.at': 5 })).toBeNull();
	});
});
