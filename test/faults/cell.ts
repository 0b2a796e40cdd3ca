import { openProgram } from '../harness/program.ts';
import type { Terminal } from '../harness/terminal.ts';
import type { FaultRow } from './fault-list.ts';
import type { Feature } from './features.ts';
import type { Observation } from './judge.ts';
import { isFree, rowsOn } from './screen.ts';
import { openStage } from './stage.ts';

const rows = 130;
const size = { cols: 120, rows: 30 };
/** The time limit of a feature under a harmless fault, of a message about a fault, and of a recovery. */
const patience = 6000;
/** The one-minute timeout of a request, and the next attempt. */
const timeout = 66_000;
/** tail reads a conversation again after ten seconds, for messages that appear late. */
const reread = 14_000;
/** How long to watch for a false claim after the first message. */
const afterthought = 1200;

/** Words about a problem or a wait. A screen without either contains none of them. */
const troubleWords =
	/\b(?:not|no(?!body)|unknown|failed|cannot|could not|refused|lost|gone|again in|retry\w*|try(?:ing)?|tried|waiting|slow|loading|unreadable|unread|missing|hole|too (?:many|large|deep)|limit\w*|interrupted|given up|Checking|accepted)\b|\b(?:saving|sending|deleting|creating|taking over)…|…\s*\d+ s|✗/i;

const isKnown = (before: string, line: string): boolean => before.includes(line.trim());

/** Whether a new line on the screen mentions a problem or a wait. */
function tells(before: string, screen: readonly string[]): boolean {
	return screen.some((line) => troubleWords.test(line) && !isKnown(before, line));
}

/** Waits for a condition. Returns whether it was met in time. */
async function comes(terminal: Terminal, wanted: () => boolean, millis: number): Promise<boolean> {
	return await terminal.waitFor(wanted, millis).then(
		() => true,
		() => false,
	);
}

/** Runs one feature under one fault, and after it. Throws if the feature cannot be reached. */
export async function runCell(fault: FaultRow, feature: Feature): Promise<Observation> {
	const isTail = feature.name === 'tail';
	const isStart = feature.name === 'start';
	const rule = `${feature.target}: ${fault.rule}`;
	await using stage = await openStage(rows, feature.settings ?? {});
	if (isStart) stage.under(rule);
	await using terminal = await openProgram(feature.args ?? [], { ...size, env: stage.env });
	const scene = { terminal, stage };
	const text = () => terminal.screen().join('\n');
	const isClaimed = () => feature.isClaimed(text());
	let before = '';
	if (!isStart) {
		await terminal.waitFor(isTail ? 'following' : /last words of 1\b/, 8000);
		await feature.ready?.(scene);
		before = text();
		stage.under(rule);
	}
	const began = performance.now();
	await feature.act(scene);

	// A message counts even if the next attempt has removed it from the screen.
	let isTold = false;
	const hasTold = () => {
		isTold ||= tells(before, terminal.screen());
		return isTold;
	};
	const isDue = () => performance.now() - began > afterthought;
	if (fault.isHarmless === true) await comes(terminal, isClaimed, patience);
	else {
		await comes(terminal, () => isClaimed() || hasTold(), patience);
		// Waits for the time even if the screen does not change.
		if (!isDue()) await comes(terminal, () => isClaimed() || isDue(), afterthought);
	}
	const under = {
		screen: text(),
		isClaimed: isClaimed(),
		isTold: hasTold(),
		isKept: feature.keepsRows === false || !isFree(terminal.screen()) || rowsOn(terminal.screen()) > 7,
		held: stage.held(),
	};
	const writes = feature.writes?.(under.held) ?? null;
	const isSafe = feature.isSafe?.(under.held, stage.records(), under.screen) ?? true;

	stage.under('');
	// Lets pending retries finish first: asking again beside them would write twice.
	const hasWritten = () => feature.writes !== undefined && feature.writes(stage.held()) > 0;
	const isThere = () => isClaimed() || hasWritten();
	for (let step = 0; step < 5 && !isThere(); step++) await comes(terminal, isThere, 500);
	const isDone = hasWritten();
	// A batch may have written one of its two items already: then it skips it and shows another text.
	const isShown = isDone
		? () => isFree(terminal.screen()) && rowsOn(terminal.screen()) > 7
		: () => isClaimed() || hasWritten();
	if (isDone) {
		await toList(terminal);
		terminal.press('r');
	} else await feature.again?.(scene).catch(() => undefined);
	const byItself = fault.isEndless === true ? timeout : reread;
	const untilBack = feature.again === undefined ? byItself : patience;
	const isRecovered = await comesBack(terminal, isShown, feature.look, untilBack);
	const isWaitingAsTold = fault.isAsked === true && feature.again === undefined && under.isTold;
	return {
		isAlive: isTail ? await isRunning(terminal) : await answers(terminal),
		isClaimed: under.isClaimed,
		isTold: under.isTold,
		writes: writes === null ? null : { under: writes, after: feature.writes?.(stage.held()) ?? 0 },
		isKept: under.isKept,
		isRecovered: isRecovered || isWaitingAsTold,
		isSafe: isSafe && (!isTail || (feature.isSafe?.([], '', text()) ?? true)),
	};
}

async function comesBack(
	terminal: Terminal,
	isShown: () => boolean,
	look: string | undefined,
	millis: number,
) {
	const steps = 4;
	for (let step = 0; step < steps; step++) {
		if (await comes(terminal, isShown, millis / steps)) return true;
		if (look !== undefined) terminal.press(look);
	}
	return isShown();
}

async function isRunning(terminal: Terminal): Promise<boolean> {
	const ended = await Promise.race([terminal.exit, Promise.resolve(null)]);
	return ended === null;
}

async function answers(terminal: Terminal): Promise<boolean> {
	await toList(terminal);
	terminal.press('?');
	return await comes(terminal, () => /─ (?:Help|Keys)/.test(terminal.screen().join('\n')), 3000);
}

async function toList(terminal: Terminal): Promise<void> {
	for (let left = 4; left > 0 && !isFree(terminal.screen()); left--) {
		terminal.press('Esc');
		await comes(terminal, () => isFree(terminal.screen()), 700);
	}
}
