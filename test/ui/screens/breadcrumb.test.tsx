import { describe, expect, test, vi } from 'vitest';
import { type ListQuery, plainColumn } from '../../../src/filter/tree.ts';
import { notLive } from '../../../src/state/live.ts';
import { newestFirst } from '../../../src/state/ui-state.ts';
import { query } from '../../store/fixtures.ts';
import { callers } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

/** Rows named `name`, newest first. */
const named = (name: string): ListQuery => ({
	...newestFirst,
	filters: [
		{ kind: 'condition', column: plainColumn('name'), negated: false, operator: 'eq', operand: name },
	],
});

describe('the breadcrumb', () => {
	test('shows the filter in words; F clears it and Ctrl-o restores it', async () => {
		const screen = await startScreen({ bundles: callers(5), start: { query: named('Caller 3') } });
		await screen.waitFor('1 of 1 loaded, all');
		expect(screen.rows()[0]).toContain('Caller 3');
		screen.press('F');
		await screen.waitFor('5 loaded, all');
		expect(screen.rows()[0]).not.toContain('Caller 3');
		screen.press('F');
		await screen.waitFor('There is no filter to clear.');
		screen.press('\x0f');
		await screen.waitFor('1 of 1 loaded, all');
		expect(screen.rows()[0]).toContain('Caller 3');
		screen.press('\x0f');
		await screen.waitFor('There is nothing to go back to.');
	});

	test('a filter without matches says so, not that the account is empty', async () => {
		const screen = await startScreen({ bundles: callers(2), start: { query: named('nobody') } });
		await screen.waitFor('No conversations match the filter.');
		screen.press('F');
		await screen.waitFor(/\b2 loaded, all|of 2 loaded, all/);
	});

	test('an empty list names the condition that keeps everything out, asked once for each, and the way out', async () => {
		const filters = query('name=ilike.*caller*&metadata->tier=eq.platinum&created_at=gte.2026-01-01').filters;
		const screen = await startScreen({
			bundles: callers(2),
			start: { query: { ...newestFirst, filters }, live: { ...notLive, isOn: true } },
		});
		await screen.waitFor('Without this condition some match:');
		expect(screen.text()).toMatch(/metadata tier is\s+“platinum”/);
		expect(screen.text()).toContain('f changes the filter');
		const checks = (): number => screen.requests.filter((one) => /limit=1(?!\d)/.test(one)).length;
		expect(checks()).toBe(3);
		const before = screen.requests.length;
		screen.press('r');
		screen.ticker.advance(60_000);
		await vi.waitFor(() => expect(screen.requests.length).toBeGreaterThan(before + 1));
		expect(checks()).toBe(3);
	});

	test('a long filter is clipped with a sign, and hostile text in it is shown, not sent', async () => {
		const screen = await startScreen({
			bundles: callers(2),
			start: { query: named(`\u001b]0;owned\u0007${'word '.repeat(60)}`) },
			size: { columns: 80, rows: 24 },
		});
		const [header = ''] = await screen.waitFor('No conversations match');
		expect(header).toMatch(/word word (?:wo?r?)?… 0 ?$/);
		expect(screen.raw()).not.toContain('\u001b]0;');
	});
});
