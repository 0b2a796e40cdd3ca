import { describe, expect, test } from 'vitest';
import { expectWhole, pressUntil, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import type { Terminal } from '../harness/terminal.ts';

/** A tool called in a sample conversation near the top of the list. */
const TOOL = 'create_claim';

/** Goes to that conversation in the list, opens it, and waits for its transcript. */
async function openTranscript(terminal: Terminal): Promise<void> {
	await pressUntil(terminal, 'j', (screen) => screen.some((line) => /▌.*wapp.*Zoë Har/.test(line)));
	terminal.press('Enter');
	await terminal.waitFor(TOOL);
}

describe.each(sizes)('at $cols×$rows, a conversation', ({ panes, ...size }) => {
	test('shows its transcript, an unfolded tool call, insights, metadata, raw JSON and waits', async () => {
		await using terminal = await openProgram([], size);
		await terminal.waitFor(/loaded/);
		await openTranscript(terminal);
		expectWhole(terminal);
		const folded = await terminal.waitFor(TOOL);
		expect(folded.find((line) => line.includes(TOOL))).toMatch(
			/\d\d:\d\d:\d\d tool +▸ create_claim .*✓ .*ms/,
		);

		await pressUntil(terminal, 'j', (screen) =>
			screen.some((line) => new RegExp(`▌ ?[\\d:]{8} tool +▸ ${TOOL}`).test(line)),
		);
		terminal.press('Enter');
		const unfolded = await terminal.waitFor(`▾ ${TOOL}`);
		expect(unfolded.join('\n')).toMatch(/"tracking_number": "PW\d+"[\s\S]*result \(paired by id\)/);
		// On a low screen the end of the call is below the edge.
		await pressUntil(terminal, 'Ctrl-d', (screen) => /"claim": "CL-\d+"/.test(screen.join('\n')));
		expectWhole(terminal);
		terminal.press('Enter');
		await terminal.waitFor(`▸ ${TOOL}`);

		terminal.press('4');
		await terminal.waitFor(/telnyx_conversation_channel|assistant_id/);
		expectWhole(terminal);
		terminal.press('5');
		await terminal.waitFor(/"telnyx_end_user_target": "\+1/);
		expectWhole(terminal);
		terminal.press('3');
		await terminal.waitFor(/completed|No insights|pending|failed|in progress/);
		expectWhole(terminal);
		terminal.press('6');
		await terminal.waitFor(/▒ wait {2}█ tool/);
		expectWhole(terminal);
		terminal.press('2');
		await terminal.waitFor(TOOL);

		terminal.press('Esc', '1');
		await terminal.waitFor(/▌\d\d:\d\d/);
		expect(expectWhole(terminal)).toBe(panes);
		await quit(terminal);
	});
});
