import { describe, expect, test } from 'vitest';
import type { ConversationBundle } from '../../../src/domain/wire.ts';
import { queryKey } from '../../../src/filter/query-text/format-query-text.ts';
import { caller, idOf } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

/** A conversation with an optional name and tier; it ended `number` minutes before noon. */
function named(number: number, name: string | undefined, tier?: string): ConversationBundle {
	const { conversation, ...rest } = caller(number);
	const { name: _, ...fields } = conversation;
	const metadata = { ...conversation.metadata, ...(tier === undefined ? {} : { tier }) };
	return {
		...rest,
		conversation: { ...fields, ...(name === undefined ? {} : { name }), metadata },
	};
}

const bundles = [
	named(1, 'Refund for Anna', 'gold'),
	named(2, 'refund', 'silver'),
	named(3, 'Booking, moved', 'gold'),
	named(4, '100% "sure"'),
	named(5, undefined, 'bronze'),
	named(6, 'Żółw 🐢', 'gold'),
	named(7, 'a+b (c)', 'true'),
];

const shiftTab = '\x1b[Z';

describe('each operator chosen in the modal makes its request', () => {
	test.each([
		// column, operator as typed, value, matching conversations
		['name', 'contains', 'refund', [1, 2]],
		['name', 'contains', '100%', [4]],
		['name', '=', 'refund', [2]],
		['name', '=', 'a+b (c)', [7]],
		['name', '!=', 'refund', [1, 3, 4, 5, 6, 7]],
		['name', 'in', 'refund, "Booking, moved"', [2, 3]],
		['name', 'like', 'Refund*', [1]],
		['name', 'ilike', 'refund%', [1, 2]],
		['name', 'match', '^[Rr]efund$', [2]],
		['name', 'imatch', '^REF', [1, 2]],
		['name', 'has', 'has no', [5]],
		['name', 'has', 'has a', [1, 2, 3, 4, 6, 7]],
		['name', '=', 'Żółw 🐢', [6]],
		['name', '=', '100% "sure"', [4]],
		['tier', '=', 'gold', [1, 3, 6]],
		['tier', '>=', 'gold', [1, 2, 3, 6, 7]],
		['tier', 'comes after', 'gold', [2, 7]],
		['tier', 'is or comes before', 'gold', [1, 3, 5, 6]],
		['tier', 'comes before', 'gold', [5]],
		['tier', 'has', 'is true', [7]],
		['tier', 'has', 'has no', [4]],
		['last message', 'since', '11:57', [1, 2, 3]],
		['last message', 'before', '2026-11-22T11:57Z', [4, 5, 6, 7]],
		['last message', 'after', '2026-11-22T11:57:00Z', [1, 2]],
		['last message', 'up to', '2026-11-22T11:57:00Z', [3, 4, 5, 6, 7]],
		['last message', 'during', '11:55-11:57', [4, 5]],
		['last message', 'is', '2026-11-22T11:58:00Z', [2]],
		['last message', 'is one', '2026-11-22T11:58Z, 2026-11-22T11:56Z', [2, 4]],
		['id', '=', idOf(3), [3]],
	] as const)('%s %s %s', async (column, operator, value, numbers) => {
		const screen = await startScreen({ bundles });
		await screen.waitFor('7 loaded, all');
		screen.press('f', column, '\r', shiftTab, operator);
		await screen.waitFor('Filter');
		screen.press('\r', value, '\r');
		await screen.waitFor('Apply');
		screen.press('\x18');
		await screen.waitFor((rows) => rows[0]?.includes(`${numbers.length} loaded, all`) === true);
		const shown = screen.rows().flatMap((row) => /\+1 312 555 000(\d)/.exec(row.slice(0, 40))?.[1] ?? []);
		expect(shown.map(Number)).toEqual(numbers);
		expect(queryKey(screen.state().query)).not.toBe('');
	});

	test('negated, and switched off', async () => {
		const screen = await startScreen({ bundles });
		await screen.waitFor('7 loaded, all');
		screen.press('f', 'tier', '\r', 'gold', '\r', 'g', '\x1b[Z');
		await screen.waitFor('any of');
		screen.press('x', 'k', '!');
		await screen.waitFor('tier is not gold');
		screen.press('\x18');
		await screen.waitFor((rows) => rows[0]?.includes('4 loaded, all') === true);
		screen.press('f', ' ', '\x18');
		await screen.waitFor((rows) => rows[0]?.includes('7 loaded, all') === true);
		screen.press('f');
		await screen.waitFor(/off +any of/);
		screen.press(' ', '\x18');
		await screen.waitFor((rows) => rows[0]?.includes('4 loaded, all') === true);
	});
});
