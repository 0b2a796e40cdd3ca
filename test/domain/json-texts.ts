import fc from 'fast-check';
import { isJsonObject, type JsonObject } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';

const numberText = fc.oneof(
	fc.constantFrom(
		'0',
		'-0',
		'1.10',
		'1e400',
		'-1E-7',
		'9007199254740993',
		'12345678901234567891',
		'0.5',
		'1.0',
	),
	fc.integer().map(String),
	fc.bigInt().map(String),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => JSON.stringify(one)),
);

const keyText = fc
	.oneof(fc.constantFrom('a', 'b', '7', '10', '007', '__proto__', 'constructor', 'toJSON', ''), fc.string())
	.map((key) => JSON.stringify(key));

/** JSON text without blanks, including every detail that JavaScript loses: digits, key order, duplicate keys. */
export const sourceText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		fc.oneof(
			numberText,
			fc.constantFrom('true', 'false', 'null'),
			fc.string().map((text) => JSON.stringify(text)),
		),
		fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
		fc
			.array(fc.tuple(keyText, tie('value')), { maxLength: 5 })
			.map((entries) => `{${entries.map(([key, value]) => `${key}:${value}`).join(',')}}`),
	),
})).value;

/** The object that the program reads from this text. */
export function objectOf(text: string): JsonObject {
	const value = parseJsonText(text);
	if (!isJsonObject(value)) throw new Error(`The sample is no object: ${text}`);
	return value;
}
