import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOnlyReason } from '../../src/config/read-only.ts';

const none = { readOnly: false, readOnlyProfiles: [] };

test.each([
	[false, none, null],
	[true, none, 'started with --read-only'],
	[false, { ...none, readOnly: true }, 'settings.json: readOnly'],
	[true, { ...none, readOnly: true }, 'started with --read-only'],
	[
		false,
		{ ...none, readOnlyProfiles: ['demo', ' API.telnyx.com '] },
		'settings.json: readOnlyProfiles has api.telnyx.com',
	],
	[
		false,
		{ ...none, readOnlyProfiles: ['https://api.telnyx.com/v2'] },
		'settings.json: readOnlyProfiles has api.telnyx.com',
	],
	[
		false,
		{ ...none, readOnlyProfiles: ['API.telnyx.com.:443/'] },
		'settings.json: readOnlyProfiles has api.telnyx.com',
	],
	[false, { ...none, readOnlyProfiles: ['demo', 'telnyx.com', ''] }, null],
])('flag: %j, settings: %j', (isAsked, settings, reason) => {
	expect(readOnlyReason(isAsked, settings, { host: 'api.telnyx.com', profile: null })).toBe(reason);
});

test('the trouble with the settings file outranks its content', () => {
	const trouble = {
		path: '/c/settings.json',
		place: { line: 3, column: 1 },
		why: 'a value is missing',
		advice: '',
		isEditable: true,
	};
	expect(readOnlyReason(false, none, { host: 'demo', profile: null }, trouble)).toBe(
		'settings.json, line 3: a value is missing (:config)',
	);
});

test.each([
	[{ name: 'prod', readOnly: true }, [], 'profile prod is read-only'],
	[{ name: 'prod', readOnly: false }, [' Prod '], 'settings.json: readOnlyProfiles has prod'],
	[
		{ name: 'prod', readOnly: false },
		['api.telnyx.com'],
		'settings.json: readOnlyProfiles has api.telnyx.com',
	],
	[{ name: 'prod', readOnly: false }, ['staging'], null],
	[{ name: 'prod', readOnly: false }, ['pro', 'production'], null],
])('profile: %j, readOnlyProfiles: %j', (profile, readOnlyProfiles, reason) => {
	expect(readOnlyReason(false, { ...none, readOnlyProfiles }, { host: 'api.telnyx.com', profile })).toBe(
		reason,
	);
});

test('guards add up: an account is writable only where no source holds it', () => {
	const sources = fc.record({
		flag: fc.boolean(),
		setting: fc.boolean(),
		profile: fc.boolean(),
		host: fc.boolean(),
		name: fc.boolean(),
	});
	fc.assert(
		fc.property(sources, ({ flag, setting, profile, host, name }) => {
			const readOnlyProfiles = ['other', ...(host ? ['h.example'] : []), ...(name ? ['prod'] : [])];
			const account = { host: 'h.example', profile: { name: 'prod', readOnly: profile } };
			const reason = readOnlyReason(flag, { readOnly: setting, readOnlyProfiles }, account);
			expect(reason === null).toBe(!(flag || setting || profile || host || name));
		}),
	);
});
