import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/tooling/build.ts';

// Draws every designed state of the screen into dist/stories/, as text and in colour, and prints those with the given
// word
// in their names: npm run stories -- overlay/conflict

const word = process.argv[2];
const folder = 'dist/stories';
const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
const args = ['run', '--config', 'test/vitest.config.ts', '--root', '.', 'test/stories', '--reporter=dot'];
if (word !== undefined) args.push('-t', word);
const env = { ...process.env, TCONV_STORIES: folder };
const { status } = spawnSync(process.execPath, [vitest, ...args], {
	cwd: projectRoot,
	env,
	stdio: ['ignore', 'ignore', 'inherit'],
});
const found = globSync(`${folder}/**/*.ansi`, { cwd: projectRoot })
	.sort()
	.filter((path) => path.includes(word ?? ''));
for (const path of found) {
	const name = path.slice(folder.length + 1, -'.ansi'.length);
	console.log(word === undefined ? name : `\n── ${name}\n${readFileSync(join(projectRoot, path), 'utf8')}`);
}
console.log(`${found.length} frames in ${folder}`);
if (found.length === 0) console.error(`There is no story with “${word}” in its name.`);
process.exitCode = found.length === 0 ? 1 : (status ?? 1);
