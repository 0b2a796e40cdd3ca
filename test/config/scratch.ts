import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary folder for the test, with this text as a file in it. */
export function folderWith(name: string, text?: string | Uint8Array): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-config-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	if (text !== undefined) writeFileSync(join(folder, name), text);
	return folder;
}
