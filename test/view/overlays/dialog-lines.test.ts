import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askDialog } from '../../../src/state/dialog.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { dialogRows } from '../../../src/view/overlays/dialog-lines.ts';

const ask = { what: 'delete', id: 'a', title: 'A' } as const;
const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const anyDialog = fc
	.record({
		lines: fc.array(anyText, { maxLength: 5 }),
		facts: fc.array(
			fc.record({
				name: fc.string({ maxLength: 12 }),
				value: anyText,
			}),
			{ maxLength: 8 },
		),
		mustType: fc.option(fc.stringMatching(/^\d{1,4}$/), { nil: undefined }),
	})
	.map(({ lines, facts, mustType }) =>
		askDialog({
			ask,
			title: '',
			verb: 'Delete',
			lines,
			facts,
			...(mustType === undefined ? {} : { mustType }),
		}),
	);

describe('a dialog in rows', () => {
	test('fits any room, with its buttons last and its field above them', () => {
		fc.assert(
			fc.property(
				anyDialog,
				fc.integer({ min: 36, max: 80 }),
				fc.integer({ min: 4, max: 30 }),
				(overlay, width, height) => {
					const { dialog } = overlay;
					const { rows, field } = dialogRows(dialog, dialog.facts, width, height);
					expect(rows.length).toBeLessThanOrEqual(height);
					for (const row of rows) expect(lineWidth(row)).toBe(width);
					const last = rows.at(-1) ?? [];
					expect(lineText(last)).toContain(
						dialog.typed === null ? '[ Cancel ]    Delete' : 'Cancel      Delete',
					);
					expect(field === null).toBe(dialog.typed === null);
					if (field !== null) expect(lineText(rows[field.row] ?? [])).toMatch(/^Type \d+ to confirm: /);
				},
			),
		);
	});

	test('says how many rows do not fit', () => {
		const { dialog } = askDialog({ ask, title: '', verb: 'Do', lines: ['1', '2', '3', '4', '5', '6'] });
		const { rows } = dialogRows(dialog, dialog.facts, 60, 5);
		expect(rows.map((row) => lineText(row).trim())).toEqual([
			'1',
			'2',
			'3',
			'… 3 more rows: make the terminal taller',
			'[ Cancel ]    Do',
		]);
	});

	test('lists as many conversations as the room has rows, and counts the others', () => {
		const about = (count: number, more = 0) => {
			const facts = Array.from({ length: count }, (_, at) => ({
				name: `${at + 1}`,
				value: `Caller ${at + 1}`,
			}));
			return askDialog({ ask, title: '', verb: 'Do', lines: ['Why.'], facts, more }).dialog;
		};
		const shown = (count: number, height: number, more = 0) => {
			const dialog = about(count, more);
			return dialogRows(dialog, dialog.facts, 60, height).rows.map((row) => lineText(row).trim());
		};
		expect(shown(5, 30)).toEqual([
			'Why.',
			'',
			...[1, 2, 3, 4, 5].map((at) => `${at}  Caller ${at}`),
			'',
			'[ Cancel ]    Do',
		]);
		expect(shown(5, 9)).toHaveLength(9);
		expect(shown(60, 12, 340)).toEqual([
			'Why.',
			'',
			...[1, 2, 3, 4, 5, 6, 7].map((at) => `${at}   Caller ${at}`),
			'and 393 more',
			'',
			'[ Cancel ]    Do',
		]);
		for (const height of [4, 5, 6, 7, 8]) expect(shown(60, height).length).toBeLessThanOrEqual(height);
	});
});
