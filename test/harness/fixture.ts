import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, projectRoot } from '../../src/tooling/build.ts';

/** A fixture program, built the way the real one is. */
export interface Fixture extends Disposable {
	/** A folder like a checkout: `dist` is in it, and `node_modules/node` where `plantNode` put it. */
	readonly root: string;
	readonly cli: string;
	readonly launcher: string;
	/** Gives the folder a Node of its own, as the `node` package would: a script that runs this process's. */
	plantNode(): void;
}

/** Builds `test/harness/fixtures/NAME` into a temporary folder, which goes away with `using` or `afterAll`. */
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
