import { expect, test } from 'vitest';
import { inBursts } from '../../src/data/query-client.ts';

function burstsByHand() {
	const due: { readonly millis: number; readonly callBack: () => void }[] = [];
	const schedule = inBursts((millis, callBack) => void due.push({ millis, callBack }));
	const done: string[] = [];
	return {
		done,
		due,
		add: (word: string) => schedule(() => void done.push(word)),
		schedule,
		run: () => due.shift()?.callBack(),
	};
}

test('answers that come while the first one waits are drawn together, in order', () => {
	const { add, run, due, done } = burstsByHand();
	add('messages');
	add('insights');
	expect([due.length, done]).toEqual([1, []]);
	expect(due[0]?.millis).toBeGreaterThan(0);
	run();
	expect([due.length, done]).toEqual([0, ['messages', 'insights']]);
	add('later');
	expect(due).toHaveLength(1);
	run();
	expect(done).toEqual(['messages', 'insights', 'later']);
});

test('an answer that follows from another waits for the next burst', () => {
	const { schedule, add, run, done } = burstsByHand();
	schedule(() => add('second'));
	add('first');
	run();
	expect(done).toEqual(['first']);
	run();
	expect(done).toEqual(['first', 'second']);
});

test('a fault in one answer loses none of the others', () => {
	const { schedule, add, run, due, done } = burstsByHand();
	schedule(() => {
		add('followed');
		throw new Error('fault');
	});
	add('other');
	expect(run).toThrow('fault');
	expect(due.length).toBeGreaterThan(0);
	while (due.length > 0) run();
	expect(done).toEqual(['other', 'followed']);
});
