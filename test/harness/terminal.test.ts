import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Emulator } from './emulator.ts';
import { buildFixture, type Fixture } from './fixture.ts';
import { Terminal } from './terminal.ts';

let fixture: Fixture;
beforeAll(async () => {
	fixture = await buildFixture('hello.tsx');
});
afterAll(() => fixture[Symbol.dispose]());

const hello = (options = {}) => new Terminal([process.execPath, fixture.cli], options);
const shell = (script: string, options = {}) => new Terminal(['/bin/sh', '-c', script], options);

describe('Terminal', () => {
	test('shows exactly the given rows and columns, with wide characters in two cells', async () => {
		await using terminal = hello({ cols: 60, rows: 20 });
		const screen = await terminal.waitFor('footer');
		expect(screen).toHaveLength(20);
		expect(screen[0]).toMatch(/^hello 60x20 version \d+\.\d+\.\d+$/);
		expect(terminal.line(-1)).toBe('footer row 0');
		expect(
			terminal
				.cells(2)
				.slice(7, 10)
				.map(({ text, width }) => [text, width]),
		).toEqual([
			['日', 2],
			['', 0],
			['本', 2],
		]);
		expect(new Set(terminal.column(59).slice(2, -2))).toEqual(new Set(['│']));
	});

	test('passes on keys, and records colours and bytes', async () => {
		await using terminal = hello();
		await terminal.waitFor('footer row 0');
		terminal.mark();
		const frames = terminal.frames;
		terminal.press('j');
		await terminal.waitFor('footer row 1');
		expect(terminal.frames).toBe(frames + 1);
		expect(terminal.bytes).toBeGreaterThan(20);
		expect(terminal.bytes).toBeLessThan(400);
		expect(terminal.cells(3)[1]?.style.inverse).toBe(true);
		expect(terminal.cells(-1)[0]?.style.fg).toBe('1');
		expect(terminal.cells(0)[0]?.style.bold).toBe(true);
	});

	test('resizes', async () => {
		await using terminal = hello();
		await terminal.waitFor('hello 80x24');
		terminal.resize(100, 30);
		expect(await terminal.waitFor('hello 100x30')).toHaveLength(30);
		expect(terminal.line(-1)).toBe('footer row 0');
	});

	test('reports whether the terminal was restored', async () => {
		await using terminal = hello();
		await terminal.waitFor('footer');
		expect(terminal.alternate).toBe(true);
		expect(terminal.modes).not.toContain(25);
		terminal.press('q');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
		expect(terminal.alternate).toBe(false);
		expect(terminal.modes).toEqual(new Set([7, 25]));
		expect(terminal.escapes()).toEqual([]);
	});

	test('distinguishes an exit code from a signal', async () => {
		await using coded = shell('exit 3');
		expect(await coded.exit).toEqual({ code: 3, signal: null });
		await using killed = shell('echo ready; read x');
		await killed.waitFor('ready');
		killed.kill('SIGTERM');
		expect(await killed.exit).toEqual({ code: null, signal: 'SIGTERM' });
	});

	test('has the last output of a program that ends at once', async () => {
		await using terminal = shell('seq 1 2000; echo the end');
		await terminal.exit;
		expect(terminal.screen()).toContain('the end');
	});

	test('reports the screen on a timeout and when the program ends', async () => {
		await using terminal = shell('echo something else; read x');
		await expect(terminal.waitFor('never', 300)).rejects.toThrow(/waiting for never.*something else/s);
		terminal.press('Enter');
		await expect(terminal.waitFor('never')).rejects.toThrow('the program ended');
	});

	test('gives children a clean environment', async () => {
		process.env.CI = 'true';
		process.env.TELNYX_API_KEY = 'KEY-of-a-developer';
		await using terminal = shell('env; echo the end', { rows: 60, env: { EXTRA: 'yes' } });
		delete process.env.CI;
		delete process.env.TELNYX_API_KEY;
		const screen = await terminal.waitFor('the end');
		expect(screen).toContain('EXTRA=yes');
		expect(screen).toContain('TERM=xterm-256color');
		expect(screen.filter((line) => /^(CI|TELNYX_API_KEY|NODE_ENV|NO_COLOR)=/.test(line))).toEqual([]);
	});

	test('keeps a character whose bytes arrive in two pieces: losing it shifted the rest of the row', async () => {
		const emulator = new Emulator(20, 2, () => undefined);
		const bytes = Buffer.from('ab…cd│');
		for (const byte of bytes) await emulator.write(Uint8Array.of(byte));
		expect(emulator.screen()[0]).toBe('ab…cd│');
		emulator.dispose();
	});

	test('lists the output of a hostile program', async () => {
		await using terminal = shell(String.raw`printf '\033]52;c;aGk=\007'; echo done`);
		await terminal.waitFor('done');
		expect(terminal.escapes()).toEqual([{ kind: 'OSC', text: '52;c;aGk=' }]);
	});
});
