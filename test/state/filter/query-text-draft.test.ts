import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { partAtCaret, readDraft } from '../../../src/state/filter/query-text-draft.ts';
import { newestFirst } from '../../../src/state/ui-state.ts';

const context = { now: instantFromMillis(Date.UTC(2026, 10, 22)), zone: () => 0 };
const read = (text: string) => readDraft(text, context, newestFirst.order);

describe('a query text being typed', () => {
	test('an invalid pasted time is refused here, not by the server', () => {
		expect(read('created_at=gte.2025-13-01')).toMatchObject({ ok: false });
		expect(read('created_at=gte.2025-12-01')).toMatchObject({ ok: true });
	});

	test('a pattern that only the server may understand is left to the server', () => {
		expect(read('name.match:"a(?=b)"')).toMatchObject({ ok: true });
	});

	test('a range after before: or after: is refused at its place, instead of losing its end silently', () => {
		expect(read('before:2026-11-01..03')).toMatchObject({ ok: false, position: 7, end: 21 });
		expect(read('after:2026-11-01..03')).toMatchObject({ ok: false, position: 6 });
		expect(read('during:2026-11-01..03')).toMatchObject({ ok: true });
		expect(read('before:2026-11-01')).toMatchObject({ ok: true });
	});

	test.each([
		['^channel:phone_call meta.tier=gold', 0],
		['channel:phone_call^ meta.tier=gold', 0],
		['channel:phone_call  ^  meta.tier=gold', null],
		['channel:phone_call ^meta.tier=gold', 1],
		['channel:phone_call (meta.tier=gold or meta.ti^er=silver)', 1],
		['meta.tier=gold or meta.tier=sil^ver', 0],
		['meta.tier=gold meta.tier=a or sort:na^me meta.tier=b', 'order'],
		['-(meta.tier=go^ld) sort:name limit:5', 0],
		['meta.tier=gold sort:name limit:5^ offset:2', 'limit'],
		['meta.tier=gold offset:2^', 'offset'],
		['', null],
	])('the caret in %s is in part %s of the query', (marked, part) => {
		const draft = read(marked.replace('^', ''));
		expect(draft.ok && partAtCaret(draft, marked.indexOf('^'))).toBe(part);
	});
});
