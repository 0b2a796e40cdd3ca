import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatInstant, instantFromMillis } from '../../src/domain/instant.ts';
import { isJsonObject } from '../../src/domain/json.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import { controlledChaos } from '../../src/server/chaos/control.ts';
import { Rules, SkewedClock } from '../../src/server/chaos/rules.ts';
import { readSpec } from '../../src/server/chaos/spec.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/store.ts';

const key = 'KEY-of-the-fault-table-0123456789';
const seed = 7;

/** A conversation as the server stores it. */
export type Held = {
	readonly id: string;
	readonly name: string;
	readonly metadata: Readonly<Record<string, unknown>>;
	readonly messages: readonly string[];
};

/** The server of `serve --chaos` with access to its data, and a home folder for the programs that use it. */
export type Stage = AsyncDisposable & {
	readonly env: Readonly<Record<string, string>>;
	/** Applies fault rules; '' ends all faults. */
	readonly under: (spec: string) => void;
	readonly held: () => readonly Held[];
	readonly say: (name: string, content: string) => void;
	/** The content of all records, as one text. */
	readonly records: () => string;
};

/**
 * Starts a server with `count` conversations, 'Row 1' (the newest), 'Row 2' …, each with two messages and an insight.
 */
export async function openStage(count: number, settings: object): Promise<Stage> {
	const scratch = mkdtempSync(join(tmpdir(), 'tconv-faults-'));
	writeFileSync(join(scratch, 'settings.json'), JSON.stringify({ badges: false, ...settings }));
	const clock = new SkewedClock(() => instantFromMillis(Date.now()));
	const { now } = clock;
	const store = await openStore({ path: ':memory:', now, newId: randomUUID });
	const started = Date.now();
	for (let at = 1; at <= count; at++) {
		const when = formatInstant(instantFromMillis(started - at * 60_000));
		const row = store.conversations.insert({
			id: randomUUID(),
			name: `Row ${at}`,
			created_at: when,
			last_message_at: when,
			metadata: { telnyx_conversation_channel: 'phone_call', note: `old ${at}` },
		});
		const said = ['first words', 'last words'].map((text) => ({
			role: 'user',
			text: `${text} of ${at}`,
			created_at: when,
			sent_at: when,
		}));
		store.messages.insert(row, said);
		store.insights.insert(row, [
			{
				id: randomUUID(),
				status: 'completed',
				created_at: when,
				conversation_insights: [{ insight_id: randomUUID(), result: `insight of ${at}` }],
			},
		]);
	}
	const rules = new Rules([], seed);
	const server = createServer({ store, key, now, newId: randomUUID });
	const answering = controlledChaos({ server, rules, clock, key, loopbackOnly: false });
	const listening = await listen(answering, { host: '127.0.0.1', port: 0, graceMillis: 50 });
	const state = join(scratch, 'state');
	return {
		env: {
			TELNYX_BASE_URL: `http://127.0.0.1:${listening.port}/v2`,
			TELNYX_API_KEY: key,
			XDG_STATE_HOME: state,
			TCONV_CONFIG_DIR: scratch,
		},
		under: (text) => {
			const spec = readSpec(text);
			if (!spec.ok) throw new Error(spec.problem);
			rules.replace(spec.rules);
		},
		held: () =>
			store.conversations.list(parseListQuery(new URLSearchParams())).map(({ id, name, metadata }) => ({
				id,
				name: name ?? '',
				metadata,
				messages: store.messages
					.page(store.conversations.rowOf(id) ?? -1, { number: 1, size: 100 })
					.rows.map((row) => (isJsonObject(row) ? String(row.text) : '')),
			})),
		say: (name, text) => {
			const found = store.conversations.list(parseListQuery(new URLSearchParams({ name: `eq.${name}` })))[0];
			store.messages.add(store.conversations.rowOf(found?.id ?? '') ?? -1, { role: 'user', text });
		},
		records: () => textOf(state),
		[Symbol.asyncDispose]: async () => {
			await listening.close();
			store.close();
			rmSync(scratch, { recursive: true, force: true });
		},
	};
}

function textOf(folder: string): string {
	try {
		return readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
			.join('\n');
	} catch {
		// No program wrote records.
		return '';
	}
}
