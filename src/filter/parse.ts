import { QueryError } from './errors.ts';
import { takeColumn } from './parse-column.ts';
import { takeComparison } from './parse-condition.ts';
import { takeGroup } from './parse-group.ts';
import { Scanner } from './scanner.ts';
import { type Filter, type ListQuery, type Order, plainColumns } from './tree.ts';

/**
 * Parses the parameters of a list request. Names and values are already percent-decoded, as from `URLSearchParams`.
 * The grammar is PostgREST's, as far as API.md documents it. Outside a group the operand is verbatim; in a group and
 * in `in.(…)`, space around an unquoted operand is ignored. Throws QueryError for anything unknown or malformed.
 * `compileListQuery` checks that operands fit their columns.
 */
export function parseListQuery(params: Iterable<readonly [string, string]>): ListQuery {
	const filters: Filter[] = [];
	const once = new Map<string, Scanner>();
	for (const [name, value] of params) {
		const scanner = new Scanner(name, value);
		if (name === 'order' || name === 'limit' || name === 'offset') {
			if (once.has(name)) {
				throw scanner.error(`${name} is given twice`, `Give ${name} once`, 0);
			}
			once.set(name, scanner);
		} else {
			filters.push(takeFilter(name, scanner));
		}
	}
	const order = once.get('order');
	return {
		filters,
		order: order === undefined ? [] : takeOrder(order),
		limit: takeCount(once.get('limit')),
		offset: takeCount(once.get('offset')),
	};
}

function takeFilter(name: string, scanner: Scanner): Filter {
	const group = /^(not\.)?(and|or)$/.exec(name);
	if (group !== null) {
		const filter = takeGroup(scanner, group[2] === 'and' ? 'and' : 'or', group[1] !== undefined);
		expectEnd(scanner);
		return filter;
	}
	const condition = takeComparison(scanner, takeParameterColumn(name), 'top');
	expectEnd(scanner);
	return condition;
}

/** Reads a parameter's name as a column. Errors give the position within the name. */
function takeParameterColumn(name: string) {
	const known = new RegExp(`^\\s*"?(?:${plainColumns.join('|')}|metadata)\\b`);
	if (!known.test(name)) {
		throw new QueryError({
			parameter: name,
			position: 0,
			problem: 'there is no such parameter',
			advice: `Use ${plainColumns.join(', ')}, metadata->key, and, or, not.and, not.or, order, limit or offset`,
		});
	}
	const scanner = new Scanner(name, name, true);
	const column = takeColumn(scanner);
	if (!scanner.done) {
		throw scanner.error(
			"there is text after the column's name",
			'Put a metadata key in double quotes unless it is a plain word',
		);
	}
	return column;
}

function takeOrder(scanner: Scanner): Order[] {
	const order: Order[] = [];
	do {
		order.push(takeOrderTerm(scanner));
		scanner.skipSpace();
	} while (scanner.take(','));
	if (!scanner.done) {
		throw scanner.error(
			'this is not a sort direction',
			'Write column.asc or column.desc, then .nullsfirst or .nullslast, and commas between columns',
		);
	}
	return order;
}

function takeOrderTerm(scanner: Scanner): Order {
	const column = takeColumn(scanner);
	const direction = scanner.takePattern(/\.(?:asc|desc)(?![^.,\s])/y);
	const nulls = scanner.takePattern(/\.nulls(?:first|last)(?![^.,\s])/y);
	return {
		column,
		direction: direction === '.desc' ? 'desc' : 'asc',
		nulls: nulls === null ? null : nulls === '.nullsfirst' ? 'first' : 'last',
	};
}

function takeCount(scanner: Scanner | undefined): number | null {
	if (scanner === undefined) return null;
	const { parameter, text } = scanner;
	const count = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
	const wrong = /^\d+$/.test(text) ? 0 : text.search(/\D|$/);
	throw scanner.error(
		`${parameter} is not a whole number from 0 up`,
		`Write ${parameter}=50, digits only`,
		wrong,
	);
}

function expectEnd(scanner: Scanner): void {
	scanner.skipSpace();
	if (scanner.done) return;
	throw scanner.error(
		'there is text after the end of the condition',
		'Remove it, or put an operand that contains , or ) in double quotes',
	);
}
