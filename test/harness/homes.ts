import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder in which a test run gives the programs it starts their homes. */
export const homesVariable = 'TCONV_TEST_HOMES';

/** Vitest calls this before all tests, and what it returns after them: workers may be killed, and clean nothing up. */
export function setup(): () => void {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-test-'));
	process.env[homesVariable] = folder;
	return () => rmSync(folder, { recursive: true, force: true });
}
