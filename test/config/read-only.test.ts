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
	[false, { ...none, readOnlyProfiles: ['demo', 'telnyx.com', ''] }, null],
])('asked for: %j, settings: %j', (isAsked, settings, reason) => {
	expect(readOnlyReason(isAsked, settings, 'api.telnyx.com')).toBe(reason);
});
