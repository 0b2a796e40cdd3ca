import type { QueryError } from './errors.ts';
import { takeColumn } from './parse-column.ts';
import { takeComparison } from './parse-condition.ts';
import type { Scanner } from './scanner.ts';
import type { Filter, Group } from './tree.ts';

/**
 * The deepest nesting of groups, far beyond real use. Without a limit, a long request of parentheses would overflow
 * the stack.
 */
export const maxGroupDepth = 400;

/** Reads the parenthesised children of a group after its keyword: `(a.eq.1,not.or(b.gt.2,c.is.null))`. */
export function takeGroup(scanner: Scanner, join: Group['join'], negated: boolean, depth = 1): Group {
	scanner.skipSpace();
	const start = scanner.position;
	if (depth > maxGroupDepth) {
		throw scanner.error(`groups are nested more than ${maxGroupDepth} deep`, 'Use fewer nested groups');
	}
	if (!scanner.take('(')) {
		throw scanner.error(
			'a group must start with a parenthesis',
			`Write ${join}=(column.operator.operand,column.operator.operand)`,
		);
	}
	const children: Filter[] = [];
	do {
		scanner.skipSpace();
		if (scanner.done) throw unclosed(scanner, start);
		children.push(takeMember(scanner, depth));
		scanner.skipSpace();
	} while (scanner.take(','));
	if (!scanner.take(')')) {
		if (scanner.done) throw unclosed(scanner, start);
		throw scanner.error(
			'a comma or a closing parenthesis is missing',
			'Separate the conditions of a group with commas',
		);
	}
	return { kind: 'group', join, negated, children };
}

function unclosed(scanner: Scanner, start: number): QueryError {
	return scanner.error(
		`the parenthesis opened at position ${start} is not closed`,
		'Add the closing parenthesis, and put an operand that contains one in double quotes',
	);
}

function takeMember(scanner: Scanner, depth: number): Filter {
	const word = scanner.takePattern(/(?:not\.)?(?:and|or)(?=\s*\()/y);
	if (word !== null) {
		const negated = word.startsWith('not.');
		return takeGroup(scanner, word.endsWith('and') ? 'and' : 'or', negated, depth + 1);
	}
	const column = takeColumn(scanner);
	if (!scanner.take('.')) {
		throw scanner.error(
			'a dot and an operator are missing after the column',
			'Write column.operator.operand, for example name.eq.Anna',
		);
	}
	return takeComparison(scanner, column, 'group');
}
