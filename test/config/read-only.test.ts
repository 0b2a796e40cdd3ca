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
	expect(readOnlyReason(isAsked, settings, 'api.telnyx.com')).toBe(reason);
});

test('the trouble with the settings file outranks its content', () => {
	const trouble = {
		path: '/c/settings.json',
		place: { line: 3, column: 1 },
		why: 'a value is missing',
		advice: '',
		isEditable: true,
	};
	expect(readOnlyReason(false, none, 'demo', trouble)).toBe(
		'settings.json, line 3: a value is missing (:config)',
	);
});
