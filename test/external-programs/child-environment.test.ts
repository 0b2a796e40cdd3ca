import { expect, test } from 'vitest';
import { childEnvironment } from '../../src/external-programs/child-environment.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

test('a child gets everything an editor needs, and no key under any name or in any form', () => {
	const kept = {
		PATH: '/bin',
		HOME: '/root',
		TERM: 'xterm',
		SSH_AUTH_SOCK: '/tmp/agent',
		HTTPS_PROXY: 'http://me:word@proxy:3128',
		TELNYX_BASE_URL: 'https://api.telnyx.com/v2',
		TCONV_CONFIG_DIR: '/c',
	};
	const secret = {
		TELNYX_API_KEY: ` ${key}\n`,
		TCONV_SERVE_KEY: 'serve-key-1',
		TELNYX_API_KEY_STAGING: 'another',
		TELNYX_WEBHOOK_SECRET: 'x',
		telnyx_api_token: 'x',
		MY_KEY: key,
		AUTHORIZATION: `Bearer ${key}`,
		BASIC: btoa(`user:${key}`),
		CURL_ARGS: "-H 'Authorization: Bearer serve-key-1'",
	};
	expect(childEnvironment({ ...kept, ...secret, UNSET: undefined })).toEqual({ ...kept, UNSET: undefined });
});

test('a placeholder key removes no other variable', () => {
	expect(
		childEnvironment({ TELNYX_API_KEY: 'any', SHELL: 'any', TCONV_SERVE_KEY: 'x', DISPLAY: 'x' }),
	).toEqual({
		SHELL: 'any',
		DISPLAY: 'x',
	});
});
