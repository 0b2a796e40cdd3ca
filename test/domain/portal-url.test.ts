import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPortalUrl, portalLink } from '../../src/domain/portal-url.ts';
import { someCall } from '../export/conversation-text.ts';

describe('the address of the portal', () => {
	test.each([
		['https://portal.telnyx.com/#/ai/conversations/{id}', true],
		['http://localhost:3000/{assistant_id}?c={id}', true],
		['', true],
		['portal.telnyx.com/{id}', false],
		['javascript:alert({id})', false],
		['https://me:secret@portal.example/{id}', false],
	])('%s', (template, isUsable) => {
		expect(isPortalUrl(template)).toBe(isUsable);
	});

	test('is filled with the id and with metadata', () => {
		const link = portalLink('https://p.example/{assistant_id}/{id}?n={telnyx_end_user_target}', someCall);
		expect(link).toEqual({
			ok: true,
			url: `https://p.example/assistant-1/${someCall.id}?n=%2B13125550142`,
		});
	});

	test('names what a conversation lacks', () => {
		const link = portalLink('https://p.example/{call_session_id}/{constructor}', someCall);
		expect(link).toEqual({ ok: false, missing: 'call_session_id' });
	});

	test('stays on its host and path, whatever the values are', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
				const conversation = { ...someCall, metadata: { key: value } };
				const link = portalLink('https://p.example/a/{key}/b', conversation);
				const url = URL.parse(link.ok ? link.url : '');
				expect(url?.host).toBe('p.example');
				// A lone dot or two would be a step in the path.
				if (!/^\.\.?$/.test(value)) expect(url?.pathname).toMatch(/^\/a\/[^/]+\/b$/);
			}),
		);
	});
});
