import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, projectRoot } from '../../src/tooling/build.ts';

/** A fixture program, built like the real one. */
export interface Fixture extends Disposable {
	/** A folder like a checkout: it contains `dist`, and `node_modules/node` after `plantNode`. */
	readonly root: string;
	readonly cli: string;
	readonly launcher: string;
	/** Installs a Node into the folder, like the `node` package: a script that runs this process's Node. */
	plantNode(): void;
}

/** Builds `test/harness/fixtures/NAME` into a temporary folder, which `using` or `afterAll` removes. */
export async function buildFixture(name: string): Promise<Fixture> {
	const root = mkdtempSync(join(tmpdir(), 'tconv-fixture-'));
	writeFileSync(join(root, 'package.json'), '{"type":"module"}');
	await build(join(projectRoot, 'test', 'harness', 'fixtures', name), join(root, 'dist'));
	return {
		root,
		cli: join(root, 'dist', 'cli.js'),
		launcher: join(root, 'dist', 'tconv.js'),
		plantNode: () => {
			const bin = join(root, 'node_modules', 'node', 'bin');
			mkdirSync(bin, { recursive: true });
			writeFileSync(join(bin, 'node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
			chmodSync(join(bin, 'node'), 0o755);
		},
		[Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
	};
}
