import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The environment variable with the folder in which a test run creates the homes of its programs. */
export const homesVariable = 'TCONV_TEST_HOMES';

/** Vitest calls this before all tests and the returned function after them: killed workers cannot clean up. */
export function setup(): () => void {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-test-'));
	process.env[homesVariable] = folder;
	return () => rmSync(folder, { recursive: true, force: true });
}
