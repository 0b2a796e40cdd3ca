import { idOf, secondsBeforeNoon } from './bundles.ts';
import type { TestScreen } from './screen-harness.tsx';

/** Adds a message to a conversation, with a time this many seconds after noon on the server's clock. */
export function say(screen: TestScreen, number: number, text: string, seconds: number): void {
	const row = screen.store.conversations.rowOf(idOf(number));
	if (row === null) throw new Error(`there is no caller ${number}`);
	screen.clock.set(secondsBeforeNoon(-seconds));
	screen.store.messages.add(row, { role: 'user', text });
}

/** Adds a key to the conversation under the cursor in the editor, and saves it. */
export async function addKey(screen: TestScreen, key: string, value: string): Promise<void> {
	screen.press('e');
	await screen.waitFor('─ Metadata of');
	screen.press('a', key, '\r', value, '\r', '\x01');
	await screen.waitFor('Save 1 change to');
	screen.press('\r');
}
