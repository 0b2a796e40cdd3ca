import { describe, expect, test } from 'vitest';
import { jsonText } from '../../../src/domain/json.ts';
import { objectOf } from '../../domain/json-texts.ts';
import { conversation } from '../../store/fixtures.ts';
import { caller, spoken, toolCall } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const metadata =
	'{"order_id":9007199254740993,"called_tools":["hangup"],"verified":true,"price":1.10,"twice":"one","twice":"two"}';

const odd = caller(1, {
	conversation: conversation(caller(1).conversation.id, { metadata: objectOf(metadata) }),
	messages: [
		...spoken('user: hello from 1', 'system: [long silence]'),
		null,
		...toolCall(
			'look',
			'{"order_id": 9007199254740993, "far": 1e400}',
			'{"id": 12345678901234567891, "id": 1.10}',
		),
	],
});

describe('the screen shows the data as sent', () => {
	test('digits of a tool’s arguments and result (case 14)', async () => {
		const screen = await startScreen({ bundles: [odd] });
		await screen.waitFor('hello from 1');
		screen.press('2', 'G', '\r');
		await screen.waitFor('"order_id": 9007199254740993');
		await screen.waitFor('"far": 1e400');
		await screen.waitFor('"id": 12345678901234567891');
		await screen.waitFor('"id": 1.10');
	});

	test('metadata of any type, a note of the system, and a row that is null', async () => {
		const screen = await startScreen({ bundles: [odd], size: { columns: 160, rows: 50 } });
		await screen.waitFor('hello from 1');
		await screen.waitFor(/system +\[long silence\]/);
		expect(screen.text()).not.toContain('unreadable');
		expect(screen.text()).toContain('4 messages');
		screen.press('4');
		await screen.waitFor('9007199254740993');
		await screen.waitFor('["hangup"]');
		await screen.waitFor('1.10');
		await screen.waitFor(/twice +one/);
		await screen.waitFor(/twice +two/);
		screen.press('5');
		await screen.waitFor('5 of 5, 1 of them null');
	});

	test('an edit of one key leaves the others unchanged', async () => {
		const screen = await startScreen({ bundles: [odd] });
		await screen.waitFor('hello from 1');
		screen.press('e');
		await screen.waitFor('─ Metadata of');
		screen.press('a', 'note', '\r', 'seen', '\r');
		await screen.waitFor(/note +seen/);
		screen.press('\x01');
		await screen.waitFor('Save 1 change to');
		screen.press('\r');
		await screen.waitFor(() => screen.requests.some((one) => one.startsWith('PUT')));
		await screen.waitFor('Saved');
		const written = screen.store.conversations.get(odd.conversation.id)?.metadata ?? {};
		expect(jsonText(written)).toBe(`${metadata.slice(0, -1)},"note":"seen"}`);
	});
});
