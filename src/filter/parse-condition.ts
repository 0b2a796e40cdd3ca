import type { Scanner } from './scanner.ts';
import { type Column, type Condition, type IsValue, isValues, type Operator, operators } from './tree.ts';

/** The place of a comparison decides where its operand ends: at the end of the value, or at `,` and `)`. */
type Place = 'top' | 'group';

/** The place of a condition's operands in the query text. */
type Origin = {
	readonly parameter: string;
	readonly operands: readonly OperandOrigin[];
};

/** `verbatim`: the query contains the operand letter by letter, so positions within it can be added. */
type OperandOrigin = { readonly position: number; readonly verbatim: boolean };

/**
 * Kept beside the tree: errors in operands surface when the query is compiled, but equal queries must be equal trees
 * wherever they were written.
 */
const origins = new WeakMap<Condition, Origin>();

/** Records the origin of a condition and returns the condition. */
function withOrigin(condition: Condition, origin: Origin): Condition {
	origins.set(condition, origin);
	return condition;
}

/** The origin of a condition; undefined if it was not parsed from a query. */
export function originOf(condition: Condition): Origin | undefined {
	return origins.get(condition);
}

type Operand = OperandOrigin & { readonly text: string };

/** Reads `operator.operand`, with `not.` in front if negated. */
export function takeComparison(scanner: Scanner, column: Column, place: Place): Condition {
	const negated = scanner.take('not.');
	const operator = takeOperator(scanner);
	const about = { kind: 'condition', column, negated } as const;
	const { parameter } = scanner;
	if (operator === 'in') {
		const operands = takeList(scanner);
		const condition: Condition = { ...about, operator, operand: operands.map(({ text }) => text) };
		return withOrigin(condition, { parameter, operands: operands.map(originPart) });
	}
	if (operator === 'is') {
		const { value, position } = takeIsValue(scanner, place);
		const condition: Condition = { ...about, operator, operand: value };
		return withOrigin(condition, { parameter, operands: [{ position, verbatim: true }] });
	}
	const operand =
		place === 'group'
			? takeElement(scanner)
			: { position: scanner.position, verbatim: true, text: scanner.takeRest() };
	const condition: Condition = { ...about, operator, operand: operand.text };
	return withOrigin(condition, { parameter, operands: [originPart(operand)] });
}

function takeOperator(scanner: Scanner): Operator {
	const start = scanner.position;
	const word = scanner.takePattern(/[A-Za-z_]+/y) ?? '';
	const operator = operators.find((known) => known === word);
	if (operator === undefined) {
		throw scanner.error(
			word === '' ? 'an operator is missing' : `there is no operator ${JSON.stringify(word)}`,
			`Write operator.operand with one of ${operators.join(', ')}, and not. before it to negate it`,
			start,
		);
	}
	if (!scanner.take('.')) {
		throw scanner.error(`a dot is missing after the operator ${operator}`, `Write ${operator}.operand`);
	}
	return operator;
}

function takeIsValue(scanner: Scanner, place: Place): { value: IsValue; position: number } {
	scanner.skipSpace();
	const position = scanner.position;
	const written = place === 'top' ? scanner.takeRest() : (scanner.takePattern(/[^,)]*/y) ?? '');
	const word = written.trim().toLowerCase();
	const value = isValues.find((known) => known === word);
	if (value !== undefined) return { value, position };
	throw scanner.error(
		`"is" does not accept ${JSON.stringify(written)}`,
		`Write is. and one of ${isValues.join(', ')}`,
		position,
	);
}

/** Reads `(a,b,"c,d")`. `()` is the empty list, `("")` a list with one empty text. */
function takeList(scanner: Scanner): Operand[] {
	scanner.skipSpace();
	if (!scanner.take('(')) {
		throw scanner.error('a list must start with a parenthesis', 'Write in.(a,b,"c,d")');
	}
	scanner.skipSpace();
	if (scanner.take(')')) return [];
	const elements: Operand[] = [];
	do {
		elements.push(takeElement(scanner));
	} while (scanner.take(','));
	if (scanner.take(')')) return elements;
	throw scanner.error('this list is not closed', 'End the list with a closing parenthesis');
}

/** Reads up to the next `,` or `)`: a double-quoted text, or plain text without the surrounding space. */
function takeElement(scanner: Scanner): Operand {
	scanner.skipSpace();
	const position = scanner.position;
	if (!scanner.sees('"')) {
		const text = (scanner.takePattern(/[^,)]*/y) ?? '').trimEnd();
		return { text, position, verbatim: true };
	}
	const text = scanner.takeQuoted();
	const verbatim = scanner.position - position === text.length + 2;
	scanner.skipSpace();
	if (!scanner.done && !scanner.sees(',') && !scanner.sees(')')) {
		throw scanner.error(
			'there is text after the closing quote',
			'Put the whole operand in quotes, and write \\" for a quote inside it',
		);
	}
	return { text, position: position + 1, verbatim };
}

function originPart({ position, verbatim }: Operand): OperandOrigin {
	return { position, verbatim };
}
