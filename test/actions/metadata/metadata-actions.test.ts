import { describe, expect, test } from 'vitest';
import { createDefaults } from '../../../src/actions/metadata/metadata-actions.ts';
import { query } from '../../store/fixtures.ts';

const defaultsOf = (text: string) => createDefaults(query(text));

describe('a new conversation starts with the values of the filter', () => {
	test('key values and a name that the filter demands', () => {
		expect(
			defaultsOf('metadata->tier=eq.gold&name=eq.Test&metadata->telnyx_conversation_channel=in.(sms_chat)'),
		).toEqual({ name: 'Test', metadata: { tier: 'gold', telnyx_conversation_channel: 'sms_chat' } });
	});

	test('also within groups joined by "and", and patterns without wildcards', () => {
		expect(defaultsOf('and=(metadata->a.eq.1,or(metadata->b.eq.2))&name=ilike.refund')).toEqual({
			name: 'refund',
			metadata: { a: '1', b: '2' },
		});
	});

	test.each([
		'or=(metadata->a.eq.1,metadata->a.eq.2)',
		'metadata->a=not.eq.1',
		'not.and=(metadata->a.eq.1)',
		'metadata->a=in.(1,2)',
		'metadata->a=gt.1',
		'name=ilike.*refund*',
		'metadata->a=is.null',
		'created_at=eq.2026-11-01',
	])('nothing is guessed from %s', (text) => {
		expect(defaultsOf(text)).toEqual({ name: '', metadata: {} });
	});

	test('a key named like a property of every object is an ordinary key', () => {
		expect(Object.entries(defaultsOf('metadata->__proto__=eq.x').metadata)).toEqual([['__proto__', 'x']]);
	});
});
