import { describe, expect, test } from 'vitest';
import { callers } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

describe('the query text', () => {
	test('is parsed while typing, applied with Enter, and offered again', async () => {
		const screen = await startScreen({ bundles: callers(5) });
		await screen.waitFor('hello from 1');
		screen.press('=');
		await screen.waitFor('─ Filter ─');
		screen.paste('name=eq.Caller 3');
		await screen.waitFor(
			'GET /ai/conversations? name=eq.Caller 3 & order=last_message_at.desc.nullslast,id.desc & limit=100',
		);
		screen.press('\r');
		await screen.waitFor('1 of 1 loaded, all');
		expect(screen.state()).toMatchObject({ overlays: [], recents: [{ queryText: 'name=eq.Caller 3' }] });
		expect(screen.requests.some((one) => one.includes('name=eq.Caller 3&'))).toBe(true);

		// Reopened, it holds the typed text; emptied, it offers the recent filters.
		screen.press('=');
		await screen.waitFor(/= +name=eq\.Caller 3/);
		screen.press('\x15', '\x1b[B');
		await screen.waitFor(/name=eq\.Caller 3 +used recently/);
		screen.press('\r');
		await screen.waitFor(/= +name=eq\.Caller 3/);
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
	});

	test('counts its rows once typing rests, Esc keeps it for f, and Ctrl-r discards it', async () => {
		const screen = await startScreen({ bundles: callers(5) });
		await screen.waitFor('hello from 1');
		screen.press('=');
		await screen.waitFor('─ Filter ─');
		screen.paste('name=eq."Caller 3"');
		await screen.waitFor('counting…  name is');
		screen.ticker.advance(300);
		await screen.waitFor('0 found  name is');
		screen.press('\x1b');
		await screen.waitFor('Filter kept. f opens it again.');
		screen.press('=');
		await screen.waitFor('= name');
		screen.press('\x12');
		await screen.waitFor('The query text was discarded.');
		screen.press('=');
		await screen.waitFor('─ Filter ─');
		expect(screen.text()).not.toContain('Caller 3"');
	});

	test('an unreadable part is marked with the reason, and Enter leaves the list unchanged', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press(':');
		screen.paste('filter name:"open');
		await screen.waitFor('Character ');
		const rows = screen.rows();
		const field = rows.findIndex((row) => row.includes('name:"open'));
		expect(rows[field + 1]?.indexOf('^')).toBe(rows[field]?.indexOf('"'));
		screen.press('\r');
		await screen.waitFor((shown) => shown.at(-1)?.includes('Character ') === true);
		expect(screen.state()).toMatchObject({ overlays: [{ kind: 'query' }], history: { past: [] } });
	});

	test.each([
		{ columns: 60, rows: 15 },
		{ columns: 80, rows: 24 },
	])('has room for its field and its words at $columns×$rows', async (size) => {
		const screen = await startScreen({ bundles: callers(3), size });
		await screen.waitFor(/3 loaded|1 of 3/);
		screen.press('=');
		screen.paste(`name=eq.${'long '.repeat(40)}end`);
		const rows = await screen.waitFor(/long end/);
		expect(rows).toHaveLength(size.rows);
		expect(rows.join('\n')).toContain('GET /ai/conversations');
	});

	test('open and an id in the palette opens by id', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press(':');
		screen.paste('open nowhere');
		await screen.waitFor((rows) => /open: nowhere/.test(rows.at(-1) ?? ''));
	});
});
