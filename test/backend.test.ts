import { expect, test } from 'vitest';
import { openBackendOf } from '../src/backend.ts';

const secretsWith = (key: string): readonly string[] =>
	openBackendOf(
		{ kind: 'key', apiKey: key, baseUrl: 'http://127.0.0.1:2/v2', profile: null },
		{},
		0,
		() => null,
		() => 0,
	).secrets;

test.each(['x', 'any', 'company'])(
	'a short placeholder key is no secret, so it blocks no batch and is not redacted: %s',
	(word) => {
		expect(secretsWith(word)).toEqual([]);
	},
);

test.each(['12345678', ' KEY0123456789ABCDEF0123_abcdefghijklmnop\n'])('a key is a secret: %j', (key) => {
	expect(secretsWith(key)).toEqual([key.trim()]);
});
