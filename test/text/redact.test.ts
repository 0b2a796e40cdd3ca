import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactKeys } from '../../src/text/redact.ts';

const key = 'KEY0123456789ABCDEF0123456789ABCDEF_aB3dE6gH9jK2mN5pQ8sT1v';

describe('redactKeys', () => {
	it.each([
		['the key alone', key, 'KEY…sT1v'],
		['a header', `Authorization: Bearer ${key}`, 'Authorization: Bearer KEY…sT1v'],
		[
			'a curl command',
			`curl -H 'Authorization: Bearer ${key}' https://x`,
			"curl -H 'Authorization: Bearer KEY…sT1v' https://x",
		],
		['JSON', `{"key":"${key}"}`, '{"key":"KEY…sT1v"}'],
		['a bearer of another make', 'bearer abcdef1234567890.xyz==', 'bearer KEY…yz=='],
		['a query', 'GET /v2?api_key=0123456789abcdef0123', 'GET /v2?api_key=KEY…0123'],
		['a short token', 'Bearer abc123def456', 'Bearer KEY…'],
		['prose about bearers', 'Bearer authentication required', 'Bearer authentication required'],
		['no key', 'GET /v2/ai/conversations 401', 'GET /v2/ai/conversations 401'],
	])('in %s', (_name, text, redacted) => {
		expect(redactKeys(text)).toBe(redacted);
	});

	it('masks the given secrets in every form', () => {
		const secret = 'p"ss/w rd+$&1';
		expect(
			redactKeys(`a ${secret} b ${encodeURIComponent(secret)} c ${JSON.stringify(secret)}`, [secret]),
		).toBe('a KEY… b KEY… c "KEY…"');
		expect(redactKeys('nothing', ['', ' '])).toBe('nothing');
	});

	it('masks the longer secret first', () => {
		expect(redactKeys('abcdefgh-secret-tail', ['abcdefgh', 'abcdefgh-secret-tail'])).toBe('KEY…tail');
	});

	it('leaves at most the last four characters of a key', () => {
		const secret = fc.stringMatching(/^[A-Za-z0-9_+/-]{16,40}$/);
		fc.assert(
			fc.property(fc.string(), secret, fc.string(), (before, hidden, after) => {
				expect(redactKeys(`${before}${hidden}${after}`, [hidden])).not.toContain(hidden.slice(0, -4));
			}),
		);
	});
});
