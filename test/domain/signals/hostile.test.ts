import { describe, expect, test } from 'vitest';
import { hostileClasses } from '../../../src/domain/signals/hostile.ts';
import { call, message } from '../messages.ts';
import { signal, talk, transcript } from './signal-input.ts';

describe('hostile characters', () => {
	test.each([
		['\u001b]52;c;cm0=\u0007', ['terminal escape', 'control character']],
		['\u009b2Jgone', ['terminal escape']],
		['\u0090q\u009c', ['terminal escape']],
		['great\b\b\bbad', ['control character']],
		['REFUSED\rOK, all is well', ['overwritten line']],
		['invoice\u202Efdp.exe', ['bidi override']],
		['order\u{E0069}\u{E0067}\u{E006E}', ['hidden letters']],
		['pass\u200Bword', ['zero-width characters']],
		['a \u200B\u200C\u200B\u200D\u200B b', ['zero-width characters']],
		['😀\u{E0101}\u{E0102}\u{E0103}', ['hidden bytes']],
		[`h${'\u0301'.repeat(9)}`, ['stacked marks']],
		[JSON.stringify({ note: '\u001b[2J' }), ['terminal escape']],
	])('%j', (text, classes) => {
		expect(hostileClasses(text)).toEqual(classes);
	});

	test.each([
		['line ends and tabs', 'a\r\nb\n\tc\r\r\nd'],
		['a family and a flag', '👨‍👩‍👧‍👦 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} ❤️ 1️⃣ 🤷🏽‍♀️'],
		['Persian with its joiner', 'می\u200Cخواهم'],
		['Arabic with a direction mark', '\u200Fمرحبا\u200F'],
		['Hindi with a joiner', 'क्\u200Dष'],
		['a phone number from an address book', 'call \u202A+1 312 867 5309\u202C or \u202D+1 312\u202C'],
		['an isolated name', 'Hi \u2068Dana\u2069!'],
		['quotation marks of a Windows code page', 'it\u0092s \u0093fine\u0094'],
		['a file that begins with a mark', '\uFEFFname,phone'],
		['a soft hyphen and a no-break space', 're\u00ADset 5\u00A0km\u202F!'],
		['a word break of a web page', 'https://example.com/\u200Bpath'],
		['Vietnamese, taken apart', 'Việt Nam'.normalize('NFD')],
		['JSON that speaks about an escape', JSON.stringify({ note: '\\u001b[2J' })],
		['words that speak about one', 'escape \\u001b, left bracket'],
	])('ignores %s', (_, text) => {
		expect(hostileClasses(text)).toEqual([]);
	});

	test("fires for speech, tool arguments, tool results and the conversation's name", () => {
		const evil = '\u001b[2J';
		const messages = [
			message('user', 'hello', 0),
			message('assistant', null, 1, { toolCalls: [{ ...call('1'), arguments: evil }] }),
			message('tool', 'fine', 2, { toolCallId: '1' }),
			message('user', evil, 3),
		];
		const turns = transcript(messages);
		expect(signal('hostile-text', messages)).toMatchObject({
			severity: 'high',
			turns: [turns[1]?.key, turns[2]?.key],
			explanation: 'terminal escape',
			quote: null,
		});
		expect(signal('hostile-text', talk('t: look', `r: ${evil}`))).toBeDefined();
		expect(signal('hostile-text', talk('u: bye'), { name: evil })).toMatchObject({
			turns: [],
			explanation: 'terminal escape in the name of the conversation',
		});
		const said = talk('u: hello', 'u: REFUSED\rOK, all is well');
		expect(signal('hostile-text', said, { name: evil })).toMatchObject({
			turns: [transcript(said)[1]?.key],
			explanation: 'terminal escape, overwritten line, also in the name of the conversation',
		});
	});
});
