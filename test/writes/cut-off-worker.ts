import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { sleep } from '../../src/api/sleep.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { RunPlan } from '../../src/domain/records.ts';
import { openRecords } from '../../src/local/open-records.ts';
import { runMany } from '../../src/writes/run.ts';

/** A process that works off one run, to be killed in the middle of it: `url`, `folder`, and the plan as JSON. */
const [url = '', folder = '', json = ''] = process.argv.slice(2);
const plan: RunPlan = JSON.parse(json);
const now = () => instantFromMillis(Date.now());
const newId = () => crypto.randomUUID();
await runMany({
	writer: {
		api: new ConversationsApi({ baseUrl: url, apiKey: 'KEY-1' }),
		records: openRecords({ folder, now, newId, limits: { days: 30, bytes: 1e9 }, secrets: [] }),
		now,
		newId,
		onUnjournalled: () => undefined,
	},
	plan,
	onProgress: () => undefined,
	onItem: () => undefined,
	signal: new AbortController().signal,
	sleep,
	random: Math.random,
});
