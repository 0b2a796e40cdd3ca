import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/domain/instant.ts';
import type { ConversationBundle, WireConversation } from '../../src/domain/wire.ts';
import { keepingEmpty } from '../../src/filter/exclusion.ts';
import { formatQueryText } from '../../src/filter/query-text/format-query-text.ts';
import { parseQueryText } from '../../src/filter/query-text/parse-query-text.ts';
import { resolveQuery } from '../../src/filter/resolve.ts';
import {
	type Column,
	emptyQuery,
	metadataColumn,
	plainColumn,
	type SaidQuery,
} from '../../src/filter/tree.ts';
import { makeCondition } from '../../src/state/filter/filter-value.ts';
import { type Verb, verbsFor } from '../../src/state/filter/filter-verbs.ts';
import { zoneNamed } from '../../src/text/time.ts';
import { databaseOf } from './database.ts';

const file = new URL('../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);

type Row = WireConversation;
type Holds = (row: Row) => boolean;

describe.skipIf(!existsSync(file))(
	'every operator, column and date word, through rows and query text',
	() => {
		const all: readonly Row[] = existsSync(file)
			? gunzipSync(readFileSync(file))
					.toString('utf8')
					.split('\n')
					.filter((line) => line !== '')
					.map((line) => (JSON.parse(line) as ConversationBundle).conversation)
			: [];
		const database = databaseOf(
			all.map((row) => ({
				id: row.id,
				name: row.name ?? null,
				createdAt: parseInstant(row.created_at),
				lastMessageAt: parseInstant(row.last_message_at),
				metadata: row.metadata,
			})),
		);
		afterAll(() => database.close());

		const newest = all.reduce(
			(top, { last_message_at: at }) => (at > top ? at : top),
			'2026-11-18T22:05:27.823939+00:00',
		);
		// A Wednesday, 17:05 in New York, with a change of clocks less than three weeks before.
		const now = parseInstant(newest);
		if (now === null) throw new Error(newest);
		const context = { now, zone: zoneNamed('America/New_York') };

		/** The rows of the query text and of the modal's row are those that plain code counts. */
		const check = (line: string, row: { column: Column; verb: Verb; text: string }, holds: Holds): number => {
			const wanted = all.filter(holds).map(({ id }) => id);
			const found = (query: SaidQuery): Set<string> => new Set(database.idsOf(resolveQuery(query, context)));
			const typed = parseQueryText(line, context);
			expect(found(typed), line).toEqual(new Set(wanted));
			expect(parseQueryText(formatQueryText(typed, {}), context), line).toEqual(typed);
			const made = makeCondition({ ...row, negated: false }, context);
			if (!made.ok) throw new Error(`${row.verb} ${row.text}: ${made.problem}`);
			const chosen = { ...emptyQuery, filters: [keepingEmpty(made.filter)] };
			expect(found(chosen), `${line} by rows`).toEqual(new Set(wanted));
			expect(parseQueryText(formatQueryText(chosen, {}), context).filters, line).toEqual(chosen.filters);
			return wanted.length;
		};

		const texts: readonly { word: string; column: Column; of: (row: Row) => string | null }[] = [
			{ word: 'name', column: plainColumn('name'), of: (row) => row.name ?? null },
			...[
				['channel', 'telnyx_conversation_channel'],
				['user', 'telnyx_end_user_target'],
				['agent', 'telnyx_agent_target'],
				['assistant', 'assistant_id'],
				['call', 'call_control_id'],
				['meta.assistant_version_id', 'assistant_version_id'],
				['metadata->>ai_disabled', 'ai_disabled'],
			].map(([word = '', key = '']) => ({
				word,
				column: metadataColumn(key),
				of: (row: Row) => (row.metadata[key] === undefined ? null : String(row.metadata[key])),
			})),
		];

		test.each(texts)('$word', ({ word, column, of }) => {
			const known = [...new Set(all.flatMap((row) => of(row) ?? []))].toSorted();
			const value = known[Math.floor(known.length / 2)] ?? 'none';
			const other = known[0] ?? 'none';
			const part = value.slice(1, 5) || value;
			const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
			const is = (test: (text: string) => boolean) => (row: Row) => {
				const text = of(row);
				return text !== null && test(text);
			};
			const not = (holds: Holds) => (row: Row) => !holds(row);
			const low = (text: string): string => text.toLowerCase();
			const has = is((text) => low(text).includes(low(part)));
			const ways: readonly [Verb, string, string, Holds][] = [
				['eq', `:"${value}"`, value, is((text) => text === value)],
				['neq', `!="${value}"`, value, not(is((text) => text === value))],
				['contains', `~"${part}"`, part, has],
				['lacks', `!~"${part}"`, part, not(has)],
				['in', `:"${value}","${other}"`, `${value}, ${other}`, is((text) => [value, other].includes(text))],
				[
					'like',
					`.like:"${value.slice(0, 4)}*"`,
					`${value.slice(0, 4)}*`,
					is((text) => text.startsWith(value.slice(0, 4))),
				],
				['ilike', `.ilike:"*${part.toUpperCase()}*"`, `%${part.toUpperCase()}%`, has],
				['match', `.match:"^${literal(value)}$"`, `^${literal(value)}$`, is((text) => text === value)],
				['imatch', `.imatch:"${literal(part)}"`, literal(part), has],
				['gt', `>"${value}"`, value, is((text) => text > value)],
				['gte', `>="${value}"`, value, is((text) => text >= value)],
				['lt', `<"${value}"`, value, is((text) => text < value)],
				['lte', `<="${value}"`, value, is((text) => text <= value)],
				['is', ':null', 'has no value', (row) => of(row) === null],
				['is', ':any', 'has a value', (row) => of(row) !== null],
			];
			for (const [verb, line, text, holds] of ways) check(word + line, { column, verb, text }, holds);
			expect(new Set(ways.map(([verb]) => verb))).toEqual(new Set(verbsFor(column)));
		});

		test.each([
			['call', ['phone_call']],
			['webc', ['web_call']],
			['web call', ['web_call']],
			['sms', ['sms_chat', 'sms']],
			['SMS chat', ['sms_chat']],
			['wapp', ['whatsapp_chat']],
			['WhatsApp', ['whatsapp_chat']],
			['chat', ['web_chat']],
			['phone_call', ['phone_call']],
		])('channel:%s', (word, channels) => {
			const holds: Holds = ({ metadata }) => channels.includes(String(metadata.telnyx_conversation_channel));
			const column = metadataColumn('telnyx_conversation_channel');
			expect(check(`channel:${word}`, { column, verb: 'eq', text: word }, holds)).toBeGreaterThan(0);
			check(`channel!=${word}`, { column, verb: 'neq', text: word }, (row) => !holds(row));
		});

		test('a number as the list shows it', () => {
			const column = metadataColumn('telnyx_end_user_target');
			const number = all.flatMap(
				({ metadata }) => /^\+1(\d{3})(\d{3})(\d{4})$/.exec(String(metadata.telnyx_end_user_target)) ?? [],
			);
			const [whole = '', area = '', exchange = '', line = ''] = number;
			const holds: Holds = ({ metadata }) => metadata.telnyx_end_user_target === whole;
			for (const shown of [
				`+1 ${area} ${exchange} ${line}`,
				`+1 (${area}) ${exchange}-${line}`,
				`(${area}) ${exchange}-${line}`,
			])
				expect(check(`user:${shown}`, { column, verb: 'eq', text: shown }, holds)).toBeGreaterThan(0);
		});

		/** The wall-clock time in New York to the microsecond; its text sorts by time outside the hour that comes twice. */
		const clock = new Intl.DateTimeFormat('sv', {
			timeZone: 'America/New_York',
			dateStyle: 'short',
			timeStyle: 'medium',
		});
		const wall = (stamp: string): string => `${clock.format(Date.parse(stamp))}${stamp.slice(19, 26)}`;
		const full = (text: string): string =>
			text.length === 10 ? `${text} 00:00:00.000000` : `${text}:00.000000`;
		const before = (millis: number): string =>
			`${new Date(Date.parse(newest) - millis).toISOString().slice(0, 23)}${newest.slice(23)}`;
		const hour = 3_600_000;

		const spans: readonly [string, string, string][] = [
			['today', '2026-11-18', '2026-11-19'],
			['yesterday', '2026-11-17', '2026-11-18'],
			['monday', '2026-11-16', '2026-11-17'],
			['Last Friday', '2026-11-13', '2026-11-14'],
			['wednesday', '2026-11-11', '2026-11-12'],
			['16 nov', '2026-11-16', '2026-11-17'],
			['Nov 16', '2026-11-16', '2026-11-17'],
			['Mon 16 Nov', '2026-11-16', '2026-11-17'],
			['11-16', '2026-11-16', '2026-11-17'],
			['17T14', '2026-11-17 14:00', '2026-11-17 15:00'],
			['2026-11-01', '2026-11-01', '2026-11-02'],
			['2026-11', '2026-11-01', '2026-12-01'],
			["oct'26", '2026-10-01', '2026-11-01'],
			['october', '2026-10-01', '2026-11-01'],
			['2026-11-02..05', '2026-11-02', '2026-11-06'],
			['friday..monday', '2026-11-13', '2026-11-17'],
			['14:00-15:30', '2026-11-18 14:00', '2026-11-18 15:30'],
			['yesterday 9:00-17:00', '2026-11-17 09:00', '2026-11-17 17:00'],
			['16 nov 10:00–12:00', '2026-11-16 10:00', '2026-11-16 12:00'],
		];
		const points: readonly [string, string][] = [
			['14:00', '2026-11-18 14:00'],
			['yesterday 14:00', '2026-11-17 14:00'],
			['2026-11-10T08:00', '2026-11-10 08:00'],
			['17T14:30', '2026-11-17 14:30'],
		];
		const lengths: readonly [string, number][] = [
			['24h', 24 * hour],
			['90m', 1.5 * hour],
			['7d', 168 * hour],
			['2 days ago', 48 * hour],
			['an hour ago', hour],
			['3 weeks ago', 504 * hour],
		];
		const signs = { eq: ':', neq: '!=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
		const words = { gte: 'after:', lt: 'before:', during: 'during:' } as const;

		const checkDate = (
			said: string,
			at: (stamp: string) => string,
			from: string,
			to: string | null,
			isAgo: boolean,
		): number => {
			let found = 0;
			for (const name of ['created_at', 'last_message_at'] as const) {
				const column = plainColumn(name);
				const key = (row: Row): string => at(row[name]);
				const end = to ?? from;
				const within: Holds = (row) =>
					to !== null ? key(row) >= from && key(row) < to : isAgo ? key(row) >= from : key(row) === from;
				const holds = {
					eq: within,
					neq: (row: Row) => !within(row),
					during: within,
					gte: (row: Row) => key(row) >= from,
					lt: (row: Row) => key(row) < from,
					gt: (row: Row) => (to === null ? key(row) > end : key(row) >= end),
					lte: (row: Row) => (to === null ? key(row) <= end : key(row) < end),
				};
				const word = name === 'created_at' ? 'created' : 'updated';
				for (const verb of ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const)
					found += check(`${word}${signs[verb]}${said}`, { column, verb, text: said }, holds[verb]);
				for (const verb of ['gte', 'lt', 'during'] as const) {
					// A moment is no span of time, and a range has two ends.
					if (verb === 'during' ? to === null && !isAgo : said.includes('..')) continue;
					const line = name === 'created_at' ? `created.${words[verb]}${said}` : `${words[verb]}${said}`;
					check(line, { column, verb, text: said }, holds[verb]);
				}
			}
			return found;
		};

		test.each(spans)('%s', (said, from, to) => {
			expect(checkDate(said, wall, full(from), full(to), false)).toBeGreaterThan(0);
		});
		test.each(points)('%s', (said, from) => {
			expect(checkDate(said, wall, full(from), null, false)).toBeGreaterThan(0);
		});
		test.each(lengths)('%s', (said, millis) => {
			expect(checkDate(said, (stamp) => stamp, before(millis), null, true)).toBeGreaterThan(0);
		});
		test('now', () => {
			expect(checkDate('now', (stamp) => stamp, newest, null, false)).toBeGreaterThan(0);
		});
	},
);
