import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

const items = [
	'M8 hex bolts',
	'safety gloves, large',
	'packing tape, clear',
	'AA batteries',
	'ceiling lamps',
	'shrink wrap',
	'label rolls, 4 by 6',
	'brake pads, front',
	'oil filters',
	'cable ties, black',
	'paint, signal white',
	'wood glue',
	'casters, swivel',
	'ladder hooks',
] as const;

function count(s: ScriptBuilder, positions: number): void {
	let mismatches = 0;
	s.agent(
		'Good morning. Aisle 1, rack A. Say the count after each item. Say "skip" or "repeat" at any time.',
	);
	for (let at = 1; at <= positions; at++) {
		const item = s.pick(items);
		const expected = s.random.int(0, 240);
		const place = `${String.fromCharCode(65 + (at % 26))}${at}`;
		s.agent(`${place}: ${item}?`, `Next, ${place}, ${item}.`, `${item}, position ${place}.`);
		if (s.maybe(0.04)) {
			s.user('Repeat.', 'What was that? A forklift just went by.');
			s.agent(`Position ${place}. ${item}.`);
		}
		if (s.maybe(0.03)) {
			s.user('Skip. Somebody is standing on it.', 'Skip.');
			continue;
		}
		const counted = s.maybe(0.85) ? expected : expected + s.random.int(1, 9);
		s.user(`${counted}.`, `${counted}`, `That's ${counted}.`);
		if (counted === expected) continue;
		mismatches++;
		s.tool(
			'record_count',
			{ place, item, counted },
			{ place, expected, counted, difference: counted - expected },
		);
		s.agent(`The system says ${expected}. Please count ${place} again.`);
		if (s.maybe(0.2)) s.silence(20, 120);
		s.user(`Still ${counted}.`, `${counted}. I counted twice.`, 'Write down what I said.');
		s.agent('Noted.', 'Recorded as a difference.');
	}
	s.agent(`That was the last one: ${positions} positions, ${mismatches} differences. Thank you.`);
	s.user('Done for today.', 'Coffee.');
	s.ends({
		intent: 'stock_count',
		score: 'Good',
		sentiment: 'neutral',
		resolved: true,
		summary: `Counted ${positions} positions with ${mismatches} differences.`,
		slots: { positions: String(positions), differences: String(mismatches) },
	});
}

/** About 1,000 turns: the count of a whole warehouse. */
export const marathon = story('stock', 'voice', 1, ['Full count, hall 2', 'Annual stock count'], (s) =>
	count(s, s.random.int(385, 405)),
);

/** Stockroom voice count: a machine asks, a person with a headset answers. */
export const stockStories = [
	story('stock', 'voice', 5, ['Rack count', 'Cycle count'], (s) => count(s, s.random.int(4, 14))),
];
