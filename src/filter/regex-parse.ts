import { literal, takeBracket, takeEscape } from './regex-class.ts';
import { type Boundary, type RegexNode, RegexProblem } from './regex-tree.ts';
import { Scanner } from './scanner.ts';

/** PostgreSQL's bound on `{m,n}`. */
const maxRepeat = 255;
const maxNesting = 100;

const boundaries: readonly (readonly [string, Boundary])[] = [
	['^', 'start'],
	['$', 'end'],
	['\\A', 'start'],
	['\\Z', 'end'],
	['\\y', 'word'],
	['\\Y', 'not-word'],
	['\\m', 'word-start'],
	['\\M', 'word-end'],
];

/**
 * Parses a regular expression of PostgreSQL's `~`: "advanced" POSIX, without back references, lookaround and
 * collating elements. Throws RegexProblem.
 */
export function parseRegex(pattern: string, insensitive: boolean): RegexNode {
	const scanner = new Scanner('pattern', pattern);
	const options = scanner.takePattern(/\(\?[ci]+\)/y);
	const ignoreCase = options === null ? insensitive : options.lastIndexOf('i') > options.lastIndexOf('c');
	const node = takeChoice(scanner, ignoreCase, 0);
	if (scanner.done) return node;
	throw new RegexProblem('this closing parenthesis was not opened', scanner.position);
}

function takeChoice(scanner: Scanner, insensitive: boolean, depth: number): RegexNode {
	const branches: RegexNode[] = [];
	do {
		const parts: RegexNode[] = [];
		while (!scanner.done && !scanner.sees('|') && !scanner.sees(')')) {
			parts.push(takeQuantified(scanner, insensitive, depth));
		}
		branches.push({ kind: 'sequence', parts });
	} while (scanner.take('|'));
	return { kind: 'choice', branches };
}

function takeQuantified(scanner: Scanner, insensitive: boolean, depth: number): RegexNode {
	const body = takeAtom(scanner, insensitive, depth);
	const start = scanner.position;
	const bounds = takeQuantifier(scanner);
	if (bounds === null) return body;
	if (body.kind === 'boundary') {
		throw new RegexProblem('there is nothing here to repeat', start);
	}
	const again = scanner.position;
	if (takeQuantifier(scanner) !== null) {
		throw new RegexProblem('there is nothing here to repeat', again);
	}
	return { kind: 'repeat', body, ...bounds };
}

/** Reads `*`, `+`, `?` or `{m,n}`, and a `?` for laziness, which does not affect whether there is a match. */
function takeQuantifier(scanner: Scanner): { min: number; max: number | null } | null {
	const start = scanner.position;
	const written = scanner.takePattern(/(?:[*+?]|\{\d[^}]*\}?)\??/y);
	if (written === null) return null;
	if (written.startsWith('*')) return { min: 0, max: null };
	if (written.startsWith('+')) return { min: 1, max: null };
	if (written.startsWith('?')) return { min: 0, max: 1 };
	const bounds = /^\{(\d+)(,(\d*))?\}\??$/.exec(written);
	const min = Number(bounds?.[1]);
	const upper = bounds?.[2] === undefined ? min : bounds[3] === '' ? null : Number(bounds[3]);
	if (bounds === null || min > maxRepeat || (upper !== null && (upper > maxRepeat || upper < min))) {
		throw new RegexProblem(`this is not a count from 0 to ${maxRepeat}`, start);
	}
	return { min, max: upper };
}

function takeAtom(scanner: Scanner, insensitive: boolean, depth: number): RegexNode {
	const start = scanner.position;
	for (const [written, boundary] of boundaries) {
		if (scanner.take(written)) return { kind: 'boundary', boundary };
	}
	if (scanner.take('(')) return takeParenthesis(scanner, insensitive, depth + 1, start);
	if (scanner.take('[')) return { kind: 'char', ...takeBracket(scanner, insensitive) };
	if (scanner.take('.')) return { kind: 'char', test: () => true, cost: 1 };
	if (scanner.take('\\')) {
		const meant = takeEscape(scanner);
		return {
			kind: 'char',
			...(typeof meant === 'string' ? literal(meant, insensitive) : { test: meant, cost: 1 }),
		};
	}
	if (takeQuantifier(scanner) !== null) {
		throw new RegexProblem('there is nothing here to repeat', start);
	}
	return { kind: 'char', ...literal(scanner.takePattern(/./suy) ?? '', insensitive) };
}

function takeParenthesis(scanner: Scanner, insensitive: boolean, depth: number, start: number): RegexNode {
	if (!scanner.take('?:') && scanner.sees('?')) {
		throw new RegexProblem('lookaround and options within the pattern are not supported', start);
	}
	if (depth > maxNesting) throw new RegexProblem('parentheses are nested too deep', start);
	const node = takeChoice(scanner, insensitive, depth);
	if (scanner.take(')')) return node;
	throw new RegexProblem('this parenthesis is not closed', start);
}
