import { type Boundary, type CharTest, isWordChar, type RegexNode, RegexProblem } from './regex-tree.ts';

/** `goto`: both ways are open. `next` is an index into the program; a thread at its end has matched. */
type Step =
	| { readonly kind: 'char'; readonly test: CharTest }
	| { readonly kind: 'boundary'; readonly boundary: Boundary }
	| { readonly kind: 'goto'; targets: readonly number[] };

/** A regular expression as steps that run in step with the text. */
export type RegexProgram = readonly Step[];

/** With this bound on the steps a text of n characters costs at most n times this: no pattern can hang the program. */
const maxSteps = 2000;

/** Compiles a regular expression. Throws RegexProblem where its counts multiply to more than can be run in bounded time. */
export function compileRegex(node: RegexNode): RegexProgram {
	const steps: Step[] = [];
	emit(node, steps);
	return steps;
}

function emit(node: RegexNode, steps: Step[]): void {
	switch (node.kind) {
		case 'char':
			push(steps, { kind: 'char', test: node.test });
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

/** Stops at a body without steps: repeating nothing is nothing, and nested counts of it would never end. */
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

/** True where the program matches anywhere in the value. All ways through it are followed at once, none twice. */
export function runRegex(program: RegexProgram, value: string): boolean {
	const chars = [...value];
	const seen = new Int32Array(program.length).fill(-1);
	let waiting: number[] = [];
	for (let at = 0; at <= chars.length; at++) {
		const todo = [...waiting, 0].reverse();
		const ready: number[] = [];
		for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
			const step = program[index];
			if (step === undefined) return true;
			if (seen[index] === at) continue;
			seen[index] = at;
			if (step.kind === 'char') ready.push(index);
			else if (step.kind === 'goto') todo.push(...step.targets);
			else if (holds(step.boundary, chars, at)) todo.push(index + 1);
		}
		waiting = advance(program, ready, chars[at]);
	}
	return false;
}

function advance(program: RegexProgram, ready: readonly number[], char: string | undefined): number[] {
	if (char === undefined) return [];
	return ready.flatMap((index) => {
		const step = program[index];
		return step?.kind === 'char' && step.test(char) ? [index + 1] : [];
	});
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
