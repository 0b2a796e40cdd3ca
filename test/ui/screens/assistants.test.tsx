import { describe, expect, test } from 'vitest';
import { conversation } from '../../store/fixtures.ts';
import { instead, pathOf } from '../between.ts';
import { caller, insightRun } from '../bundles.ts';
import { type Between, startScreen } from '../screen-harness.tsx';

/** A server that gives 100 assistants at once, as the API does. */
function assistants(rows: readonly object[]): Between {
	return instead(/^\/ai\/assistants/, (request) => {
		const page = Number(new URLSearchParams(pathOf(request).split('?')[1]).get('page[number]'));
		const meta = { page_number: page, page_size: 100, total_pages: Math.ceil(rows.length / 100) };
		return Response.json({ data: rows.slice((page - 1) * 100, page * 100), meta });
	});
}

const asksFor = (id: string) => ({
	conversation: conversation(caller(1).conversation.id, { metadata: { assistant_id: id } }),
});

describe('assistants', () => {
	test('beyond the first page are known by name, and found by it (case 16)', async () => {
		const rows = Array.from({ length: 150 }, (_, n) => ({
			id: `assistant-${n + 1}`,
			name: `Bot number ${n + 1}`,
		}));
		const screen = await startScreen({
			bundles: [caller(1, asksFor('assistant-150'))],
			between: assistants(rows),
		});
		await screen.waitFor('hello from 1');
		screen.press('4');
		await screen.waitFor('assistant-150 (Bot number 150)');
		screen.press('=', 'assistant:"Bot number 150"', '\r');
		await screen.waitFor(() => screen.requests.some((one) => one.includes('assistant_id=eq.assistant-150')));
	});

	test('without history are named as the reason of an empty transcript', async () => {
		const rows = [{ id: 'assistant-7', name: 'Discreet', privacy_settings: { data_retention: false } }];
		const screen = await startScreen({
			bundles: [caller(1, { ...asksFor('assistant-7'), messages: [] })],
			between: assistants(rows),
		});
		await screen.waitFor('No history: Discreet is set to keep none');
		screen.press('3');
		await screen.waitFor('No history: Discreet is set to keep none');
	});
});

test('insights that the server does not find count as not yet made', async () => {
	const screen = await startScreen({
		bundles: [caller(1, { insights: [insightRun('i1', 'never seen')] })],
		between: instead(/conversations-insights/, () => Response.json({}, { status: 404 })),
	});
	await screen.waitFor('hello from 1');
	screen.press('3');
	await screen.waitFor('No insights yet, or none are set up for this assistant');
	expect(screen.text()).not.toContain('gone');
});
