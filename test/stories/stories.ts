import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asciiGlyphs } from '../../src/view/theme.ts';
import { hostileCases } from '../text/hostile.ts';
import { firstPage, holding, instead, listOf, refusal } from '../ui/between.ts';
import { caller, callers, idOf, insightRun, spoken, toolCall } from '../ui/bundles.ts';
import type { ScreenOptions, Wanted } from '../ui/screen-harness.tsx';

/** A designed state of the screen. */
export type Story = {
	readonly name: string;
	readonly options: ScreenOptions;
	/** Steps in order: keys to press, or a text, pattern or condition to wait for. */
	readonly steps: readonly (Keys | Wanted)[];
};

/** Keys; the program reads each one separately. */
type Keys = { readonly keys: readonly string[] };

const press = (...keys: readonly string[]): Keys => ({ keys });
const enter = '\r';
const ctrlA = '\x01';

const rich = [
	caller(1, {
		messages: [
			...spoken('user: I paid twice for order 4711.', 'assistant: Let me look at that.'),
			...toolCall('find_order', '{"order":4711}', '{"status":"paid","amount":1.10}'),
			...toolCall('refund', '{"order":4711}', '{"error":"card refused"}', { seconds: 302 }),
			...spoken('user: And now?'),
		],
		insights: [insightRun('i1', 'The caller paid twice; the refund failed.')],
	}),
	...callers(40).slice(1),
];
const evil = hostileCases.map(([, raw]) => raw).join(' | ');
const hostile = [
	caller(1, { messages: spoken(`user: ${evil}`, `assistant: ${evil}`), insights: [insightRun('i1', evil)] }),
	...callers(3).slice(1),
];
const dialled = [
	caller(1, {
		messages: spoken(`user: ${evil} call 312 555 0142, ann@example.com`, 'assistant: Three one two?'),
	}),
	...callers(3).slice(1),
];
const huge = [
	caller(1, {
		messages: Array.from({ length: 400 }, (_, at) => ({
			role: at % 2 === 0 ? 'user' : 'assistant',
			text: `${at} ${'A long sentence that goes on and on. '.repeat(20)}`,
			sent_at: `2026-11-22T09:${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}.000000+00:00`,
		})),
	}),
	...callers(3).slice(1),
];

/** The list is loaded, and beside it, if there is room, the first conversation with these words. */
const shows = (words: string) => (rows: readonly string[]) => {
	const text = rows.join('\n');
	return text.includes('Caller 2') && ((rows[2]?.length ?? 0) < 85 || text.includes(words));
};
const calls = shows('hello from 1');
const read = shows('I paid twice');

function story(name: string, options: ScreenOptions, ...steps: Story['steps']): Story {
	return { name, options, steps };
}

/** All stories. Names begin with the part of the screen. */
export const stories: readonly Story[] = [
	story('list/loading', { between: holding(firstPage).between }, /tconv/),
	story('list/empty-account', { bundles: [] }, 'has no conversations'),
	story(
		'list/refused',
		{ between: instead(firstPage, () => refusal(401, '10009', 'Authentication failed', 'No key.')) },
		'401',
	),
	story(
		'list/failing',
		{ between: instead(firstPage, () => refusal(503, '10016', 'Service unavailable', 'Later.')) },
		'503',
	),
	story('list/unreadable-rows', { between: listOf([{ id: 7 }, null]) }, /unread|cannot/),
	story('list/rows', { bundles: rich }, read),
	story('list/found', { bundles: callers(40) }, calls, press('/', 'Caller 30'), /1 of \d+/),
	story('list/marks', { bundles: callers(9) }, calls, press(' ', ' ', ' '), /3 marked/),
	story('list/attention', { bundles: rich, badges: true }, read, press('!'), /attention/),
	story('list/activity', { bundles: callers(40) }, calls, press('H')),
	story('list/live', { bundles: callers(3) }, calls, press('t'), 'live'),
	story('list/done', { bundles: callers(3) }, calls, press('d'), '✓'),
	story('list/read-only', { bundles: callers(3), readOnly: '--read-only' }, calls),
	story('transcript/loading', { bundles: callers(3), between: holding(/messages/).between }, 'Caller 2'),
	story(
		'transcript/failing',
		{ bundles: callers(3), between: instead(/messages/, () => refusal(500, '10015', 'Internal', 'Broken.')) },
		'Caller 2',
		press('2'),
		'Broken.',
	),
	story(
		'transcript/gone',
		{ bundles: callers(3), between: instead(/messages/, () => refusal(404, '10005', 'Not found', 'Gone.')) },
		'Caller 2',
		press('2'),
		'was deleted elsewhere',
	),
	story('transcript/empty', { bundles: [caller(1, { messages: [] })] }, 'Caller 1'),
	story('transcript/tool-calls', { bundles: rich }, read, press('2', 'g', 'j', 'j', enter), 'find_order'),
	story('transcript/huge', { bundles: huge }, 'Caller 2', press('2'), 'A long sentence', press('G')),
	story('transcript/hostile', { bundles: hostile }, 'Caller 2', press('2'), '␛'),
	story('insights/some', { bundles: rich }, read, press('3'), 'paid twice'),
	story('insights/none', { bundles: callers(3) }, calls, press('3'), /[Ii]nsight/),
	story('metadata/some', { bundles: rich }, read, press('4'), 'assistant_id'),
	story('raw/some', { bundles: rich }, read, press('5'), '"id"'),
	story('waits/some', { bundles: rich }, read, press('6')),
	story('conversation/zoomed', { bundles: rich }, read, press('2', 'z')),
	story('conversation/without-borders', { bundles: rich }, read, press('2', 'Z'), 'No borders'),
	story(
		'conversation/takeover',
		{ bundles: callers(3) },
		calls,
		press('A'),
		'Take over',
		press('y'),
		/[Tt]aken over|holding|takeover/,
	),
	story('overlay/help', { bundles: callers(3) }, calls, press('?'), 'Help'),
	story('overlay/copy', { bundles: rich }, read, press('2', 'y'), 'Copy from'),
	story('overlay/palette', { bundles: callers(3) }, calls, press(':', 'meta'), 'Palette'),
	story('overlay/filter', { bundles: callers(3) }, calls, press('f'), 'Filter'),
	story(
		'overlay/query-text',
		{ bundles: callers(3) },
		calls,
		press('=', 'channel:phone_call name~'),
		'phone_call',
	),
	story('overlay/query-text-unreadable', { bundles: callers(3) }, calls, press('=', 'after:(')),
	story('overlay/sort', { bundles: callers(3) }, calls, press('s'), 'Sort'),
	story('overlay/saved-views', { bundles: callers(3) }, calls, press('v'), 'iews'),
	story('overlay/open-by-id', { bundles: callers(3) }, calls, press('o', idOf(2))),
	story('overlay/metadata', { bundles: rich }, read, press('e'), '─ Metadata of'),
	story(
		'overlay/metadata-value',
		{ bundles: rich },
		read,
		press('e'),
		'─ Metadata of',
		press('a', 'tier', enter, 'gold'),
	),
	story(
		'overlay/before-and-after',
		{ bundles: rich },
		read,
		press('e'),
		'─ Metadata of',
		press('a', 'tier', enter, 'gold', enter, ctrlA),
		'Save 1 change to',
	),
	story('overlay/message', { bundles: callers(3) }, calls, press('m', 'One moment, please.'), 'One moment'),
	story('overlay/create', { bundles: callers(3) }, calls, press('c')),
	story('overlay/delete', { bundles: callers(3) }, calls, press('D'), 'Delete'),
	story(
		'overlay/delete-many',
		{ bundles: callers(20) },
		calls,
		press('*'),
		/20 marked/,
		press('D'),
		'Delete',
	),
	story(
		'overlay/batch',
		{ bundles: callers(5) },
		calls,
		press('*'),
		/5 marked/,
		press('e', 'tier=gold', enter),
		'Set',
		press('y'),
	),
	story('overlay/trash-empty', { bundles: callers(3) }, calls, press(':', 'trash', enter), 'rash'),
	story('overlay/journal-empty', { bundles: callers(3) }, calls, press(':', 'journal', enter), 'ournal'),
	story(
		'overlay/export',
		{ bundles: rich },
		read,
		press('X', ...Array<string>(5).fill('l')),
		'< incident bundle >',
	),
	story(
		'overlay/redaction',
		{ bundles: dialled },
		'Caller 2',
		press('X', 'l', 'l', 'l', '\t', '\t', '\t', '\x15', ...join(tmpdir(), 'story.md')),
		/story\.md/,
		press('\x18'),
		'Nothing is written yet',
		/goes +\[phone 2\]/,
	),
	story('overlay/config', { bundles: callers(3) }, calls, press(':', 'config', enter), 'onfig'),
	story(
		'notice/answer-unknown',
		{ bundles: callers(3), between: instead(/^(?!.*messages).*PUT/, () => new Response('<html>')) },
		calls,
	),
	story('size/narrow', { bundles: rich, size: { columns: 60, rows: 15 } }, 'Caller 2'),
	story('size/too-small', { bundles: rich, size: { columns: 40, rows: 10 } }, 'tconv needs'),
	story('size/wide', { bundles: rich, size: { columns: 200, rows: 60 } }, read),
	story('glyphs/ascii', { bundles: rich, glyphs: asciiGlyphs }, read),
	story('insights/hostile', { bundles: hostile }, 'Caller 2', press('3'), '␛'),
];
