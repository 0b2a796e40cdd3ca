import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badgesOf, type ListRow } from '../../../src/data/list-row.ts';
import type { Conversation } from '../../../src/domain/conversation.ts';
import { parseInstant } from '../../../src/domain/instant.ts';
import type { Signal } from '../../../src/domain/signals/signal.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { safe } from '../../../src/text/safe.ts';
import { sliceCells } from '../../../src/text/width.ts';
import { badgeSpans, badgeWords } from '../../../src/view/list/badge-spans.ts';
import { headingLine, listColumns } from '../../../src/view/list/list-columns.ts';
import { listLine, type RowSigns } from '../../../src/view/list/list-line.ts';
import { unicodeGlyphs } from '../../../src/view/theme.ts';

const noon = parseInstant('2026-11-22T12:00:00Z') ?? 0;
const nothing: RowSigns = { isHere: false, underWay: null, isMarked: false, isDone: false, news: null };

function rowOf(conversation: Partial<Conversation>, width: number, signs: Partial<RowSigns> = {}): string {
	const whole: Conversation = {
		id: 'c-1',
		name: null,
		createdAt: null,
		lastMessageAt: null,
		metadata: {},
		raw: {},
		...conversation,
	};
	const row: ListRow = { kind: 'conversation', id: whole.id, conversation: whole };
	const options = {
		width,
		columns: listColumns(width),
		timeOf: 'last_message_at' as const,
		nowMillis: noon / 1000,
		glyphs: unicodeGlyphs,
		needle: null,
	};
	return lineText(listLine(row, null, { ...nothing, ...signs }, options));
}

/** The part of a row under a heading, without blanks. */
function under(heading: string, row: string, width: number): string {
	const line = lineText(headingLine(listColumns(width), 'last_message_at'));
	const { user, name, channel } = listColumns(width);
	const cells = { user, name, channel }[heading] ?? 0;
	const at = line.indexOf(heading === 'channel' && channel === 4 ? 'chan' : heading);
	return sliceCells(safe(row), at, at + cells).trim();
}

describe('the columns of the list', () => {
	test('headings and rows are as wide as the list, at every width', () => {
		for (let width = 37; width <= 260; width++) {
			for (const timeOf of ['created_at', 'last_message_at'] as const)
				expect(lineWidth(headingLine(listColumns(width), timeOf)), `${width}`).toBe(width);
			expect(listColumns(width).user, `${width}`).toBeGreaterThan(12);
		}
	});

	test('name and user are never in the column of each other, whichever is missing, in wide letters too', () => {
		const text = fc.constantFrom('', 'Ana', '予約の変更を確認する', '+13125550001', 'Müller 👍🏽 x');
		fc.assert(
			fc.property(fc.integer({ min: 51, max: 240 }), text, text, (width, user, name) => {
				const metadata = user === '' ? {} : { telnyx_end_user_target: user };
				const row = rowOf({ name: name === '' ? null : name, metadata }, width);
				const [seenUser, seenName] = [under('user', row, width), under('name', row, width)];
				expect(seenUser === '-').toBe(user === '');
				if (user !== '') expect(seenUser[0]).toBe(user[0]);
				if (name !== '') expect(seenName[0]).toBe(name[0]);
				else expect(seenName).toBe(user === '' ? 'id c-1' : '-');
			}),
		);
	});

	test('a list too narrow for two columns shows the user, or else the name, or else the id', () => {
		const metadata = { telnyx_end_user_target: 'ana@example.com' };
		expect(rowOf({ metadata, name: 'Refund' }, 37)).toContain(' ana@example.com ');
		expect(rowOf({ name: 'Refund' }, 37)).toContain(' Refund ');
		expect(rowOf({}, 37)).toContain(' id c-1 ');
	});

	test('cursor, mark, news and done have a cell each', () => {
		const all = { isHere: true, isMarked: true, isDone: true, news: 'new' as const };
		const lastMessageAt = parseInstant('2026-11-20T09:05:00Z');
		expect(rowOf({ lastMessageAt }, 78, all)).toMatch(/^▌●20 Nov 09:05\+✓ - /);
		expect(rowOf({ lastMessageAt }, 37, all)).toMatch(/^▌●20 Nov\+✓ - /);
		expect(rowOf({ lastMessageAt }, 78)).toMatch(/^ {2}20 Nov 09:05 {3}- /);
	});

	test('times: the time of today, day and time of another day, the year of another year', () => {
		const shown = (at: string, width: number) =>
			rowOf({ lastMessageAt: parseInstant(at) }, width).slice(2, 18);
		expect(shown('2026-11-22T00:05:00Z', 78)).toMatch(/^ {7}00:05/);
		expect(shown('2026-11-21T23:55:00Z', 78)).toMatch(/^21 Nov 23:55/);
		expect(shown('2025-11-02T23:55:00Z', 78)).toMatch(/^ {2}2 Nov 2025/);
		expect(shown('2025-11-02T23:55:00Z', 120)).toBe('2025-11-02 23:55');
		expect(shown('2026-11-21T23:55:00Z', 40)).toMatch(/^23:55/);
	});

	test('a missing channel and a missing time have the sign of a missing value; a wide list spells channels', () => {
		expect(rowOf({}, 78)).toMatch(/^ {2}- {14}- /);
		const metadata = { telnyx_conversation_channel: 'web_call' };
		expect(under('channel', rowOf({ metadata }, 78), 78)).toBe('webc');
		expect(under('channel', rowOf({ metadata }, 120), 120)).toBe('web call');
	});
});

test('in a wide list the first word of the signals stands below their heading', () => {
	const signs = (isAiOff: boolean, badges: ReturnType<typeof badgesOf>): string =>
		lineText(badgeSpans({ isAiOff, badges }, 26));
	const left = { turns: [], explanation: '', quote: null, severity: 'high' } as const;
	expect(signs(false, badgesOf([{ kind: 'user-unanswered', ...left }]))).toBe('left'.padEnd(26));
	expect(signs(true, badgesOf([{ kind: 'tool-failed', ...left }]))).toBe('ai-off tool'.padEnd(26));
	const all = badgesOf([
		{ kind: 'insight-failed', ...left },
		{ kind: 'tool-failed', ...left },
		{ kind: 'asked-for-person', ...left },
	]);
	expect(signs(true, all)).toBe('ai-off tool insight person');
});

test('the signs of a row in words, by sign', () => {
	const signal = (kind: Signal['kind'], severity: Signal['severity']): Signal => ({
		kind,
		severity,
		turns: [],
		explanation: '',
		quote: null,
	});
	const badges = badgesOf([
		signal('user-unanswered', 'high'),
		signal('tool-failed', 'medium'),
		signal('waited', 'low'),
	]);
	expect(badgeWords({ isAiOff: true, badges }, unicodeGlyphs)).toBe(
		'O AI disabled · T tool failed · !2 nobody answered, waited',
	);
	expect(badgeWords({ isAiOff: false, badges: null }, unicodeGlyphs)).toBe('');
});
