import type { MatchWork } from './match-work.ts';
import { type Boundary, type CostedTest, isWordChar, type RegexNode, RegexProblem } from './regex-tree.ts';

/** `goto` continues at every target. `next` is an index into the program; a thread at its end has matched. */
type Step =
	| ({ readonly kind: 'char' } & CostedTest)
	| { readonly kind: 'boundary'; readonly boundary: Boundary }
	| { readonly kind: 'goto'; targets: readonly number[] };

/** A regular expression compiled to steps for a parallel simulation. */
export type RegexProgram = readonly Step[];

/** Bounds the cost of a text of n characters to n times this. */
const maxSteps = 2000;

/** Compiles a regular expression. Throws RegexProblem if its nested counts make the program too large. */
export function compileRegex(node: RegexNode): RegexProgram {
	const steps: Step[] = [];
	emit(node, steps);
	return steps;
}

function emit(node: RegexNode, steps: Step[]): void {
	switch (node.kind) {
		case 'char':
			push(steps, node);
			return;
		case 'boundary':
			push(steps, { kind: 'boundary', boundary: node.boundary });
			return;
		case 'sequence':
			for (const part of node.parts) emit(part, steps);
			return;
		case 'choice':
			emitChoice(node.branches, steps);
			return;
		case 'repeat':
			emitTimes(node.body, node.min, steps);
			if (node.max === null) emitLoop(node.body, steps);
			else emitOptional(node.body, node.max - node.min, steps);
	}
}

/** Stops at a body without steps: repeating it adds nothing, and nested counts of it would never end. */
function emitTimes(body: RegexNode, times: number, steps: Step[]): void {
	for (let count = 0; count < times; count++) {
		const before = steps.length;
		emit(body, steps);
		if (steps.length === before) return;
	}
}

function emitChoice(branches: readonly RegexNode[], steps: Step[]): void {
	const [only] = branches;
	if (branches.length === 1 && only !== undefined) {
		emit(only, steps);
		return;
	}
	const fork = push(steps, { kind: 'goto', targets: [] });
	const starts: number[] = [];
	const exits: number[] = [];
	for (const branch of branches) {
		starts.push(steps.length);
		emit(branch, steps);
		exits.push(push(steps, { kind: 'goto', targets: [] }));
	}
	direct(steps, fork, starts);
	for (const exit of exits) direct(steps, exit, [steps.length]);
}

function emitLoop(body: RegexNode, steps: Step[]): void {
	const fork = push(steps, { kind: 'goto', targets: [] });
	emit(body, steps);
	push(steps, { kind: 'goto', targets: [fork] });
	direct(steps, fork, [fork + 1, steps.length]);
}

function emitOptional(body: RegexNode, times: number, steps: Step[]): void {
	const forks: number[] = [];
	for (let count = 0; count < times; count++) {
		forks.push(push(steps, { kind: 'goto', targets: [] }));
		emit(body, steps);
	}
	for (const fork of forks) direct(steps, fork, [fork + 1, steps.length]);
}

function push(steps: Step[], step: Step): number {
	if (steps.length >= maxSteps) throw new RegexProblem('the pattern is too large', 0);
	return steps.push(step) - 1;
}

function direct(steps: Step[], index: number, targets: readonly number[]): void {
	steps[index] = { kind: 'goto', targets };
}

/** True if the program matches anywhere in the value. Follows all paths at once and no path twice. */
export function runRegex(program: RegexProgram, value: string, work: MatchWork): boolean {
	const chars = [...value];
	work.spend(chars.length);
	const seen = new Int32Array(program.length).fill(-1);
	const open: number[] = [];
	let ready: number[] = [];
	let waiting: number[] = [];
	for (let at = 0; at <= chars.length; at++) {
		const char = chars[at];
		let cost = 1;
		// A match can start at every position.
		for (const start of [...waiting, 0]) {
			open.push(start);
			for (let index = open.pop(); index !== undefined; index = open.pop()) {
				const step = program[index];
				if (step === undefined) return true;
				if (seen[index] === at) continue;
				seen[index] = at;
				cost += 1;
				if (step.kind === 'goto') open.push(...step.targets);
				else if (step.kind === 'boundary') {
					if (holds(step.boundary, chars, at)) open.push(index + 1);
				} else if (char !== undefined) {
					cost += step.cost;
					if (step.test(char)) ready.push(index + 1);
				}
			}
		}
		work.spend(cost);
		[waiting, ready] = [ready, waiting];
		ready.length = 0;
	}
	return false;
}

function holds(boundary: Boundary, chars: readonly string[], at: number): boolean {
	if (boundary === 'start') return at === 0;
	if (boundary === 'end') return at === chars.length;
	const before = isWordChar(chars[at - 1] ?? '');
	const after = isWordChar(chars[at] ?? '');
	switch (boundary) {
		case 'word':
			return before !== after;
		case 'not-word':
			return before === after;
		case 'word-start':
			return !before && after;
		case 'word-end':
			return before && !after;
	}
}
