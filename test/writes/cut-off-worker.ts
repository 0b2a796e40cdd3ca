import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { sleep } from '../../src/api/sleep.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { BatchPlan } from '../../src/domain/records.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { workBatch } from '../../src/writes/batch.ts';

/** A process that runs one batch until it is killed. Arguments: `url`, `folder`, and the plan as JSON. */
const [url = '', folder = '', json = ''] = process.argv.slice(2);
const plan: BatchPlan = JSON.parse(json);
const now = () => instantFromMillis(Date.now());
const newId = () => crypto.randomUUID();
await workBatch({
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
