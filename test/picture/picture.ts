import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../src/tooling/build.ts';
import { openProgram } from '../harness/program.ts';
import { screenSvg } from './svg.ts';

const COLUMNS = 120;
const ROWS = 40;
const FILE = join(projectRoot, '.github', 'tconv.svg');

await using terminal = await openProgram([], { cols: COLUMNS, rows: ROWS });
await terminal.waitFor(/loaded/);
const rows = Array.from({ length: ROWS }, (_, y) => terminal.cells(y));
mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, screenSvg(rows, 'tconv'));
console.log(terminal.screen().join('\n'));
