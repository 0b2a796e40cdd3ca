import { describe, expect, test } from 'vitest';
import { sharedReach, withTriage } from '../../src/domain/triage.ts';
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
	test('holds until something is said after the message it was marked at, a microsecond later', () => {
		const done = reduceDone(nothingDone, { type: 'done', reaches: new Map([['a', noon]]) });
		expect(isDone(done, conversation(noon))).toBe(true);
		expect(isDone(done, conversation(null))).toBe(true);
		expect(isDone(done, conversation(soon))).toBe(false);
		const open = reduceDone(done, { type: 'done', reaches: new Map([['a', null]]) });
		expect(isDone(open, conversation(noon))).toBe(false);
	});

	test('what happened since the start counts more than what was known before', () => {
		const done = reduceDone(nothingDone, { type: 'done', reaches: new Map([['a', soon]]) });
		const both = reduceDone(done, {
			type: 'done-before',
			reaches: new Map([
				['a', noon],
				['b', noon],
			]),
		});
		expect([...both.reaches]).toEqual([
			['a', soon],
			['b', noon],
		]);
	});

	test('where it is shared, metadata says it, and nothing else does', () => {
		const done = { ...nothingDone, isShared: true, reaches: new Map([['a', soon]]) };
		const metadata = withTriage(
			{ 'triage.owner': 'them', tier: 'gold' },
			{ status: 'done', owner: 'me', reach: noon },
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
		expect(sharedReach(withTriage(metadata, { status: 'open', owner: '', reach: noon }))).toBeNull();
		expect(sharedReach({ 'triage.status': 'done', 'triage.at': 'lately' })).toBeNull();
		expect(sharedReach({ 'triage.status': 'done', 'triage.at': 5 })).toBeNull();
	});
});
