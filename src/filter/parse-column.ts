import type { Scanner } from './scanner.ts';
import { type Column, type PlainColumn, plainColumns } from './tree.ts';

const columnAdvice = `Use ${plainColumns.join(', ')}, metadata->key or metadata->>key`;

/** Reads a column name, or a metadata key after its arrow. A key that is not a plain word is in double quotes. */
export function takeColumn(scanner: Scanner): Column {
	scanner.skipSpace();
	const start = scanner.position;
	const name = scanner.sees('"')
		? scanner.takeQuoted()
		: (scanner.takePattern(/[\p{L}\p{N}_$ ]+/uy) ?? '').trim();
	scanner.skipSpace();
	if (name === 'metadata') return takeKey(scanner);
	if (!isPlainColumn(name)) {
		throw scanner.error(
			name === '' ? 'a column name is missing' : `there is no column ${JSON.stringify(name)}`,
			columnAdvice,
			start,
		);
	}
	if (scanner.sees('->')) {
		throw scanner.error(`${name} has no keys`, 'Use an arrow only after metadata');
	}
	return { kind: 'plain', name };
}

function takeKey(scanner: Scanner): Column {
	const arrow = scanner.take('->>') ? '->>' : scanner.take('->') ? '->' : null;
	if (arrow === null) {
		throw scanner.error('metadata cannot be compared as a whole', 'Write metadata->key');
	}
	scanner.skipSpace();
	const start = scanner.position;
	const quoted = scanner.sees('"');
	const key = quoted ? scanner.takeQuoted() : (scanner.takePattern(/(?:[^-(:.,>)"]|-(?!>))+/y) ?? '').trim();
	if (key === '' && !quoted) {
		throw scanner.error(
			'a metadata key is missing',
			'Write the key after the arrow, in double quotes if it is not a plain word',
			start,
		);
	}
	scanner.skipSpace();
	if (scanner.sees('->')) {
		throw scanner.error(
			'only top-level metadata keys can be queried',
			'Write one arrow, and put a key that contains -> in double quotes',
		);
	}
	return { kind: 'metadata', key, arrow };
}

function isPlainColumn(name: string): name is PlainColumn {
	return plainColumns.some((column) => column === name);
}
