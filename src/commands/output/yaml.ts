import { Document, Pair, Scalar, type ScalarTag, YAMLMap, YAMLSeq } from 'yaml';
import { isJsonObject, JsonNumber, type JsonValue, jsonEntries } from '../../domain/json.ts';
import { isSafe, safe } from '../../text/safe.ts';
import { rowJson } from './json.ts';
import type { Printer, PrinterOptions } from './printer.ts';

/** A YAML list with one item a row. */
export function yamlPrinter({ write, fields }: PrinterOptions): Printer {
	let isEmpty = true;
	return {
		add: async (row) => {
			isEmpty = false;
			for (const line of yamlText([rowJson(row, fields)]).split('\n')) await write(safe(line));
		},
		end: async () => {
			if (isEmpty) await write(safe('[]'));
		},
	};
}

/** Text that is written as it is: a number with all its digits, a text in quotes. */
class Written {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

const writtenTag: ScalarTag = {
	tag: 'tag:tconv,2026:written',
	default: true,
	identify: (value) => value instanceof Written,
	resolve: (text) => text,
	stringify: ({ value }) => (value instanceof Written ? value.text : String(value)),
};

/** A value as YAML, without the last line end. Every line is safe text. */
export function yamlText(value: JsonValue): string {
	// Readers of YAML 1.1 take a plain `yes` for true.
	const document = new Document(null, { customTags: [writtenTag], compat: 'yaml-1.1' });
	document.contents = nodeOf(value);
	return document.toString({ lineWidth: 0 }).replace(/\n$/, '');
}

function nodeOf(value: JsonValue): Scalar | YAMLMap | YAMLSeq {
	if (typeof value === 'string') return textNode(value);
	if (value instanceof JsonNumber) return new Scalar(new Written(value.text));
	if (Array.isArray(value)) {
		const list = new YAMLSeq();
		list.items = value.map(nodeOf);
		return list;
	}
	if (isJsonObject(value)) {
		const map = new YAMLMap();
		// A key that came twice stands there twice.
		map.items = jsonEntries(value).map(([key, inner]) => new Pair(textNode(key), nodeOf(inner)));
		return map;
	}
	return new Scalar(value);
}

/** A text in its plainest form, or with escapes where a terminal would not print it as text. */
function textNode(text: string): Scalar {
	return new Scalar(text.split('\n').every(isSafe) ? text : new Written(quoted(text)));
}

const beyondAscii = /[^ -~]|["\\]/gu;

function quoted(text: string): string {
	return `"${text.replace(beyondAscii, (sign) => {
		if (sign === '"' || sign === '\\') return `\\${sign}`;
		const code = sign.codePointAt(0) ?? 0;
		return code > 0xffff
			? `\\U${code.toString(16).padStart(8, '0')}`
			: `\\u${code.toString(16).padStart(4, '0')}`;
	})}"`;
}
