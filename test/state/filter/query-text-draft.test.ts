import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { readDraft } from '../../../src/state/filter/query-text-draft.ts';
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
});
