import { describe, expect, test } from 'vitest';
import { bindKeys } from '../../../src/actions/keys/bindings.ts';
import { liveScopes } from '../../../src/actions/keys/scopes.ts';
import { scopeStacks } from '../../../src/actions/keys/shadowed-keys.ts';
import { actions } from '../../../src/actions/table.ts';
import { channelWords } from '../../../src/domain/channel-words.ts';
import { signalBadge, signalKinds } from '../../../src/domain/signals/signal.ts';
import { initialState } from '../../../src/state/ui-state.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { rowLegend } from '../../../src/view/list/legend.ts';
import { helpLines } from '../../../src/view/overlays/help-lines.ts';
import { helpSections, isListedIn, sectionsAt } from '../../../src/view/overlays/help-sections.ts';
import { helpHeight, keysBox } from '../../../src/view/overlays/modal-sizes.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/view/theme.ts';

const bindings = bindKeys(actions);
const small = { columns: 80, rows: 24 };
const sizes = [{ columns: 60, rows: 15 }, small, { columns: 120, rows: 40 }, { columns: 200, rows: 60 }];
const inList = liveScopes(initialState);
const inTranscript = liveScopes({ ...initialState, focus: 'transcript' });

function linesAt(live = inList, search = '', size = small): string[] {
	const subject = { bindings, live, glyphs: unicodeGlyphs, search };
	const lines = helpLines(subject, keysBox(size).width - 4, helpHeight(size, search !== ''));
	return lines.map((line) => lineText(line).trimEnd());
}

describe('the parts of help', () => {
	test('hold every action once', () => {
		for (const action of actions)
			expect([action.id, helpSections.filter((section) => isListedIn(section, action)).length]).toEqual([
				action.id,
				1,
			]);
	});

	test('that count in a place come first, the nearest scope before the others', () => {
		expect(sectionsAt(inTranscript).here[0]?.scopes).toContain('transcript');
		for (const { scopes } of scopeStacks) {
			const { here, elsewhere } = sectionsAt(scopes);
			const nearest = scopes.filter((scope) => scope !== 'field' && scope !== 'area')[0];
			expect(here[0]?.scopes).toContain(nearest);
			expect(new Set([...here, ...elsewhere])).toEqual(new Set(helpSections));
			expect(here.some(({ title }) => title === 'Everywhere')).toBe(true);
			expect(here.some(({ title }) => title === 'Panes')).toBe(scopes.includes('app'));
		}
	});
});

describe('help', () => {
	test.each(sizes)('has every action in every place, in lines that fit, at $columns×$rows', (size) => {
		for (const { scopes } of scopeStacks) {
			const width = keysBox(size).width - 4;
			const subject = { bindings, live: scopes, glyphs: unicodeGlyphs, search: '' };
			const lines = helpLines(subject, width, helpHeight(size, false));
			for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
			const text = lines.map((line) => lineText(line)).join('\n');
			for (const { title } of helpSections) expect(text).toContain(title);
			expect(text).not.toContain('…');
		}
	});

	test('fits a screen of 80×24 for each place: the own part of the place, and every other part', () => {
		const height = helpHeight(small, false);
		for (const { scopes } of scopeStacks) {
			const heights: number[] = [];
			let rows = 0;
			for (const line of [...linesAt(scopes), '']) {
				if (line !== '') rows += 1;
				else {
					heights.push(rows);
					rows = 0;
				}
			}
			expect(Math.max(...heights)).toBeLessThanOrEqual(height);
		}
	});

	test('begins in the list with the legend of its rows, elsewhere with the keys of the place', () => {
		expect(linesAt()[0]).toBe('Signs in the list');
		expect(linesAt().slice(0, helpHeight(small, false)).join('\n')).toContain('Next conversation');
		expect(linesAt(inTranscript)[0]).toMatch(/^Transcript/);
		expect(linesAt(['filter', 'form', 'draft', 'global'])[0]).toBe('Filter');
		expect(linesAt(['dialog', 'global'])[0]).toBe('Question');
		expect(linesAt(['prompt', 'field', 'global'])[0]).toBe('Prompt');
	});

	test('names the ids for the settings where a part has one column', () => {
		expect(linesAt(inList, '', { columns: 120, rows: 40 }).join('\n')).toMatch(
			/Next conversation +list\.next/,
		);
		expect(linesAt(inList, 'next conversation').join('\n')).toMatch(/Next conversation +list\.next/);
	});

	test('has the problems of the user’s keys first', () => {
		const wrong = bindKeys(actions, { 'no.such': ['j'] });
		const subject = { bindings: wrong, live: inTranscript, glyphs: unicodeGlyphs, search: '' };
		expect(lineText(helpLines(subject, 76, 20)[0] ?? [])).toContain('need a change');
	});
});

describe('the legend', () => {
	const signs = rowLegend(unicodeGlyphs).flatMap((row) => row.signs.map(({ sign }) => sign));

	test('has every channel, and every signal that is a word of its own', () => {
		for (const { tag } of channelWords) expect(signs).toContain(tag);
		const lettered = ['tool-failed', 'tool-unanswered', 'insight-failed'];
		for (const kind of signalKinds)
			expect(signs.some((sign) => sign === signalBadge(kind))).toBe(!lettered.includes(kind));
	});

	test('has the signs of the theme', () => {
		expect(signs).toContain(unicodeGlyphs.marked);
		expect(rowLegend(asciiGlyphs)[1]?.signs.map(({ sign }) => sign)).toContain(asciiGlyphs.marked);
	});
});

describe('a search in help', () => {
	test('shows the rows that have every term, under their places', () => {
		const found = linesAt(inList, 'delete conversation');
		expect(found.join('\n')).toContain('D  Delete the conversation');
		expect(found.join('\n')).not.toContain('Quit');
		expect(linesAt(inTranscript, 'delete conversation')).toEqual(found);
	});

	test('for a key finds what the key does in each place, first of all', () => {
		const [title, ...rows] = linesAt(inList, 'Ctrl-r');
		expect(title).toBe('The key Ctrl-r');
		expect(rows.join('\n')).toMatch(/Discard the draft.*Any form/);
		expect(linesAt(inList, 'D')).toHaveLength(2);
	});

	test('knows the other words of actions, and the signs of the list', () => {
		expect(linesAt(inList, 'exit').join('\n')).toContain('q  Quit');
		expect(linesAt(inList, 'swore').join('\n')).toContain('strong language');
		expect(linesAt(inList, 'wapp').join('\n')).toContain('WhatsApp');
	});

	test('for nonsense says so', () => {
		expect(linesAt(inList, 'zzqx')).toEqual(['No key and no word here contains this.']);
	});

	test('of blanks shows all', () => {
		const searched = (search: string) =>
			helpLines({ bindings, live: inList, glyphs: unicodeGlyphs, search }, 76, 20);
		expect(searched('  ')).toEqual(searched(''));
	});
});
