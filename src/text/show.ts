// Letters of scripts that shape by joiners: Arabic, Syriac, Nko, the Indic ones, Tibetan, Burmese, Khmer, Mongolian.
// By block: naming seventeen scripts makes the pattern three times as slow to compile.
const joining =
	'[\\u0600-\\u0D4D\\u0D4F-\\u0DFF\\u0F00-\\u109F\\u1780-\\u17B3\\u17B6-\\u17D3\\u1820-\\u18AA]';
const element = '[\\p{Extended_Pictographic}--\\p{Cn}]\\p{Emoji_Modifier}?[\\uFE0E\\uFE0F]?';
const nations = ['eng', 'sct', 'wls'].map((nation) => tagged(`gb${nation}`));

/** What is invisible in most places and belongs to the writing in these: kept as it is. */
const kept = [
	`\\u{1F3F4}(?:${nations.join('|')})\\u{E007F}`,
	// The longest recommended sequences have four members; a longer chain is no emoji but a way to hide cells.
	`${element}(?:\\u200D${element}){0,3}`,
	'[0-9#*]\\uFE0F\\u20E3',
	`(?<=${joining})(?<=[\\p{L}\\p{M}])[\\u200C\\u200D](?=${joining})(?=[\\p{L}\\p{M}])`,
	'(?<=[\\u1820-\\u18AA])(?<=\\p{L})[\\u180B-\\u180D\\u180F]',
];

// Letters of old scripts that draw whatever follows, a blank of ours included, into their own cluster.
const swallowing =
	'\\u0D4E\\u{111C2}\\u{111C3}\\u{113D1}\\u{1193F}\\u{11941}\\u{11A3A}\\u{11A84}-\\u{11A89}\\u{11D46}\\u{11F02}';
const hidden = `[\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\uFFFC${swallowing}]`;

const simpleControls = /\r\n|\p{Cc}/gu;
const beyondControls = new RegExp(`(?!\\p{Cc})${hidden}`, 'v');
let whole: RegExp | undefined;

function wholePattern(): RegExp {
	whole ??= new RegExp(`(?<kept>${kept.join('|')})|(?<tags>[\\u{E0020}-\\u{E007E}]+)|\\r\\n|${hidden}`, 'gv');
	return whole;
}

function tagged(word: string): string {
	return Array.from(word, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
}

const pictured = new Map([
	['\t', '  '],
	['\n', '⏎'],
	['\r\n', '⏎'],
	['\x7f', '␡'],
]);

/** One control or invisible character as something to read: `␛` for ESC, `⟨U+202E⟩` where there is no picture. */
function picture(found: string): string {
	const known = pictured.get(found);
	if (known !== undefined) return known;
	const code = found.codePointAt(0) ?? 0;
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** Tag characters mirror ASCII and are drawn by nobody: the words they spell are what a reader needs to see. */
function spelled(tags: string): string {
	const words = Array.from(tags, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000));
	return `⟨tags:${words.join('')}⟩`;
}

/** Shows every control, format, invisible, private and unassigned character of a string; writing stays as it is. */
export function showInvisible(raw: string): string {
	// The whole pattern takes milliseconds to compile, and line ends and escapes are most of what there is to show.
	if (!beyondControls.test(raw)) return raw.replace(simpleControls, picture);
	return raw.replace(wholePattern(), (found, keep: string | undefined, tags: string | undefined) => {
		if (keep !== undefined) return keep;
		return tags === undefined ? picture(found) : spelled(tags);
	});
}
