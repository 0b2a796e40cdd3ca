import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../../src/domain/conversation.ts';
import { diffMetadata } from '../../../src/domain/metadata-merge.ts';
import {
	draftChanges,
	editDraft,
	rowProblems,
	toMetadata,
	withMap,
} from '../../../src/state/metadata/metadata-draft.ts';
import { withUnsaved } from '../../../src/state/metadata/unsaved-base.ts';

const map = fc
	.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), fc.constantFrom('1', '2', '3')), {
		maxLength: 4,
	})
	.map((entries): Metadata => Object.fromEntries(entries));

describe('an editor opened on values that were not saved', () => {
	test('keeps what it holds, and has the unsaved values as its own change', () => {
		const draft = withMap(editDraft({ id: 'c', name: null, metadata: { tier: 'gold', note: 'x' } }), {
			tier: 'gold',
			note: 'y',
		});
		const now = withUnsaved(draft, {
			id: 'c',
			base: { note: 'x', old: '1' },
			mine: { note: 'x', tier: 'gold' },
		});
		expect(draftChanges(now)).toEqual([
			{ key: 'note', before: 'x', after: 'y' },
			{ key: 'old', before: '1', after: undefined },
			{ key: 'tier', before: undefined, after: 'gold' },
		]);
		expect(withUnsaved(draft, { id: 'another', base: {}, mine: { note: 'x' } })).toBe(draft);
	});

	test('begins from the map before the save, whatever was edited since', () => {
		fc.assert(
			fc.property(map, map, map, (base, mine, edited) => {
				const draft = withMap(editDraft({ id: 'c', name: null, metadata: mine }), edited);
				const now = withUnsaved(draft, { id: 'c', base, mine });
				expect(diffMetadata(now.base, base)).toEqual([]);
				expect(diffMetadata(toMetadata(now), edited)).toEqual([]);
				expect(rowProblems(now).size).toBe(0);
				expect(new Set(now.rows.map(({ id }) => id)).size).toBe(now.rows.length);
			}),
		);
	});
});
