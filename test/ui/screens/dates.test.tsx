import { describe, expect, test, vi } from 'vitest';
import type { DateOperator, SaidQuery } from '../../../src/filter/tree.ts';
import { plainColumn } from '../../../src/filter/tree.ts';
import { notLive } from '../../../src/state/live.ts';
import { newestFirst } from '../../../src/state/ui-state.ts';
import { callers } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const asked = (operator: DateOperator, said: string): SaidQuery => ({
	...newestFirst,
	filters: [{ kind: 'date', column: plainColumn('last_message_at'), negated: false, operator, said }],
});

describe('a list of a relative date', () => {
	test('is of the day that it is asked for: after midnight r shows the new day, and the header says which', async () => {
		const screen = await startScreen({ bundles: callers(3), start: { query: asked('during', 'today') } });
		await screen.waitFor('1 of 3 loaded, all');
		expect(screen.rows()[0]).toContain('last message during today (11-22 00:00 – 11-23 00:00)');
		screen.clock.set('2026-11-23T00:00:01Z');
		// A refresh under way answers r too, with the instants it began with.
		await vi.waitFor(() => {
			screen.press('r');
			expect(screen.text()).toContain('No conversations match the filter.');
		}, 8_000);
		screen.press('=');
		await screen.waitFor('during:today');
		await screen.waitFor('last_message_at=gte.2026-11-23T00:00');
	});

	test('lets go of its old rows while live, without any change on the server', async () => {
		const screen = await startScreen({
			bundles: callers(3),
			start: { query: asked('gte', '24h'), live: { ...notLive, isOn: true } },
		});
		await screen.waitFor('1 of 3 loaded, all');
		screen.clock.set('2026-11-23T12:00:01Z');
		await vi.waitFor(() => {
			screen.ticker.advance(5_000);
			expect(screen.text()).toContain('No conversations match the filter.');
		}, 8_000);
	});

	test('asks for its next page with the instants of the first', async () => {
		const screen = await startScreen({ bundles: callers(150), start: { query: asked('gte', '24h') } });
		await screen.waitFor('100 loaded, more');
		screen.clock.set('2026-11-22T12:01:00Z');
		screen.press('G');
		await screen.waitFor('150 loaded, all');
		const since = screen.requests.flatMap((one) => /last_message_at=gte\.([^&]*)/.exec(one)?.[1] ?? []);
		const pages = since.slice(0, 2);
		expect(new Set(pages).size).toBe(1);
	});
});
