import { expect, test } from 'vitest';
import { createListeners } from '../../src/domain/listeners.ts';

test('a listener is called at every change until it is taken away, also by another one', () => {
	const heard: string[] = [];
	const listeners = createListeners();
	const stop = listeners.subscribe(() => heard.push('a'));
	listeners.subscribe(() => {
		heard.push('b');
		stop();
	});
	listeners.call();
	listeners.call();
	expect(heard).toEqual(['a', 'b', 'b']);
});
