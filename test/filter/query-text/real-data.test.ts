import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Instant, parseInstant } from '../../../src/domain/instant.ts';
import type { ConversationBundle, WireConversation } from '../../../src/domain/wire.ts';
import { completeQueryText } from '../../../src/filter/query-text/complete-query-text.ts';
import { formatQueryText } from '../../../src/filter/query-text/format-query-text.ts';
import { parseQueryText } from '../../../src/filter/query-text/parse-query-text.ts';
import { resolveQuery } from '../../../src/filter/resolve.ts';
import { zoneNamed } from '../../../src/text/time.ts';
import { databaseOf } from '../database.ts';

const file = new URL('../../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);

function load(): WireConversation[] {
	return gunzipSync(readFileSync(file))
		.toString('utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const { conversation }: ConversationBundle = JSON.parse(line);
			return conversation;
		});
}

test.skipIf(!existsSync(file))('query texts find the right real conversations', () => {
	const all = load();
	const text = (row: WireConversation, key: string): string => String(row.metadata[key] ?? '');
	const newest =
		all
			.map((row) => row.last_message_at)
			.toSorted()
			.at(-1) ?? '';
	const now = parseInstant(newest) ?? (0 as Instant);
	const ids = [...new Set(all.map((row) => text(row, 'assistant_id')))];
	const [first = '', second = ''] = ids;
	const assistants = new Map([
		[first, 'Booking, day'],
		[second, 'Booking (night)'],
	]);
	const context = { now, zone: zoneNamed('America/New_York'), assistants };
	const clock = new Intl.DateTimeFormat('sv', {
		timeZone: 'America/New_York',
		dateStyle: 'short',
		timeStyle: 'medium',
	});
	const local = (stamp: string): string => clock.format(Date.parse(stamp));
	const day = local(newest).slice(0, 10);

	const searches: [string, (row: WireConversation) => boolean][] = [
		['channel:phone_call', (row) => text(row, 'telnyx_conversation_channel') === 'phone_call'],
		[
			'user:+1205* channel!=sms_chat',
			(row) =>
				text(row, 'telnyx_end_user_target').startsWith('+1205') &&
				text(row, 'telnyx_conversation_channel') !== 'sms_chat',
		],
		['RESTAURANT', (row) => (row.name ?? '').toLowerCase().includes('restaurant')],
		['-restaurant', (row) => row.name != null && !row.name.toLowerCase().includes('restaurant')],
		['assistant:booking', (row) => [first, second].includes(text(row, 'assistant_id'))],
		['assistant:"booking (night)"', (row) => text(row, 'assistant_id') === second],
		[
			'meta.assistant_version_id:4,5 (channel:web_chat or channel:whatsapp_chat)',
			(row) =>
				['4', '5'].includes(text(row, 'assistant_version_id')) &&
				['web_chat', 'whatsapp_chat'].includes(text(row, 'telnyx_conversation_channel')),
		],
		['after:24h', (row) => Date.parse(row.last_message_at) >= Date.parse(newest) - 86_400_000],
		['created:today', (row) => local(row.created_at).startsWith(day)],
		[
			`created:${day} not (channel:phone_call,web_call)`,
			(row) =>
				local(row.created_at).startsWith(day) &&
				!['phone_call', 'web_call'].includes(text(row, 'telnyx_conversation_channel')),
		],
		// Summer time ended: the day has 25 hours.
		['created:2026-11-01', (row) => local(row.created_at).startsWith('2026-11-01')],
		[
			'created.during:9:00-10:30',
			(row) =>
				local(row.created_at).startsWith(day) &&
				local(row.created_at).slice(11) >= '09:00' &&
				local(row.created_at).slice(11) < '10:30',
		],
	];
	const database = databaseOf(
		all.map((row) => ({
			id: row.id,
			name: row.name ?? null,
			createdAt: parseInstant(row.created_at),
			lastMessageAt: parseInstant(row.last_message_at),
			metadata: row.metadata,
		})),
	);
	const counts = searches.map(([line, holds]) => {
		const expected = all.filter(holds).map(({ id }) => id);
		const query = parseQueryText(line, context);
		expect(new Set(database.idsOf(resolveQuery(query, context))), line).toEqual(new Set(expected));
		expect(parseQueryText(formatQueryText(query, context), context)).toEqual(query);
		return expected.length;
	});
	expect(counts.filter((count) => count > 0 && count < all.length).length).toBeGreaterThanOrEqual(9);

	// Every existing name and value can be typed, is offered, and is found.
	for (const value of new Set(
		all.flatMap((row) => [row.name ?? '', ...Object.values(row.metadata).map(String)]),
	)) {
		const known = { assistants, metadataKeys: [], valuesOf: () => [value] };
		const [offer] = completeQueryText('user:', 5, known);
		expect(parseQueryText(`user:${offer?.text}`, context).filters).toMatchObject([
			{ operator: 'eq', operand: value },
		]);
	}
	database.close();
});
