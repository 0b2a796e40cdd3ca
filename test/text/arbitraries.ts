import fc from 'fast-check';
import { honestTexts, hostileCases } from './hostile.ts';

const unit = fc.oneof(
	{ weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 6 }) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) },
	{ weight: 1, arbitrary: fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)) },
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			...[
				'\u200d',
				'\u200c',
				'\ufe0f',
				'\ufe0e',
				'\u20e3',
				'🏽',
				'👨',
				'🏴',
				'🇺',
				'\u{E0067}',
				'\u{E0062}',
				'\u{E007F}',
			],
			...[
				'\u0301',
				'\u093e',
				'्',
				'क',
				'ร',
				'\u0e33',
				'ع',
				'\u1100',
				'\u1161',
				'\u11a8',
				'각',
				'\u0d4e',
				'漢',
				'\uff9e',
			],
			...[
				' ',
				'  ',
				'\n',
				'\r',
				'\t',
				'\x1b',
				'\x9b',
				'⟨',
				'◌',
				'、',
				'「',
				'-',
				'\u3000',
				'\u00a0',
				'\u180e',
				'\u1820',
				'\u180b',
			],
		),
	},
	{ weight: 1, arbitrary: fc.constantFrom(...hostileCases.map(([, raw]) => raw), ...honestTexts) },
);

/** Hostile strings: any UTF-16, with many characters that join, hide, stack and steer. */
export const anyString: fc.Arbitrary<string> = fc
	.array(unit, { maxLength: 24 })
	.map((parts) => parts.join(''));

/** Prose-like ASCII: words, runs of blanks, long words. */
export const asciiProse: fc.Arbitrary<string> = fc
	.array(fc.oneof(fc.constantFrom(' ', ' ', '  ', '     '), fc.string({ minLength: 1, maxLength: 12 })), {
		maxLength: 30,
	})
	.map((parts) => parts.join(''));
