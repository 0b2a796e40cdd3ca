import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../src/tooling/build.ts';
import { openProgram } from '../harness/program.ts';
import type { Terminal } from '../harness/terminal.ts';
import { screenSvg } from './svg.ts';

// Draws .github/tconv.svg: the screen of the real program with its sample conversations, which differ only by the hour.
// The picture shows a conversation with an unfolded tool call.
const COLUMNS = 120;
const ROWS = 40;
const FILE = join(projectRoot, '.github', 'tconv.svg');
/** A tool called in the pictured conversation, and the most rows to search for it. */
const TOOL = 'create_claim';
const FAR_ENOUGH = 40;
/** The cursor is on the turn in which the tool is called. */
const UNDER_CURSOR = new RegExp(`▌ ?[\\d:]{8} tool +▸ ${TOOL}`);

await using terminal = await openProgram([], { cols: COLUMNS, rows: ROWS });
await terminal.waitFor(/\d loaded/);
await pressUntil(terminal, 'j', (screen) => screen.some((line) => line.includes(TOOL)));
terminal.press('Enter');
await pressUntil(terminal, 'j', (screen) => screen.some((line) => UNDER_CURSOR.test(line)));
terminal.press('Enter');
await terminal.waitFor(`▾ ${TOOL}`);

const cells = Array.from({ length: ROWS }, (_, y) => terminal.cells(y));
mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, screenSvg(cells, 'tconv'));
console.log(terminal.screen().join('\n'));

/** Presses a key repeatedly, with a pause for each redraw, until the screen satisfies the condition. */
async function pressUntil(on: Terminal, key: string, isThere: (screen: string[]) => boolean): Promise<void> {
	for (let pressed = 0; pressed < FAR_ENOUGH; pressed++) {
		const found = await on.waitFor(isThere, 600).catch(() => undefined);
		if (found !== undefined) return;
		on.press(key);
	}
	throw new Error(`${FAR_ENOUGH} × ${key} did not lead to what the picture is to show`);
}
