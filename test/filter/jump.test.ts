import { describe, expect, test } from 'vitest';
import { toQueryString } from '../../src/filter/format.ts';
import { readJump } from '../../src/filter/jump.ts';
import { emptyQuery } from '../../src/filter/tree.ts';

/** The decoded request for a text. */
function asked(text: string): string | null {
	const jump = readJump(text);
	if (jump === null) return null;
	if (jump.kind === 'id') return `id ${jump.id}`;
	return decodeURIComponent(toQueryString({ ...emptyQuery, filters: [jump.filter] }));
}

const either = (condition: string) =>
	`or=(metadata->telnyx_end_user_target.${condition},metadata->telnyx_agent_target.${condition})`;

describe('reading a jump target', () => {
	test.each([
		[' 3fa85f64-5717-4562-b3fc-2c963f66afa6\n', 'id 3fa85f64-5717-4562-b3fc-2c963f66afa6'],
		['11111111-1111-4111-8111-111111111111', 'id 11111111-1111-4111-8111-111111111111'],
		['v3:u5OAKGEPT3_w', 'metadata->call_control_id=eq.v3:u5OAKGEPT3_w'],
		['+1 (312) 867-5309', either('eq.+13128675309')],
		['312.867.5309', either('like.*3128675309')],
		['sip:agent@example.com', either('eq."sip:agent@example.com"')],
		['00000001-0000-4000-8000-00000000000A', 'id 00000001-0000-4000-8000-00000000000a'],
		['"00000001-0000-4000-8000-00000000000a",', 'id 00000001-0000-4000-8000-00000000000a'],
		['"call_control_id": "v3:u5OAKGEPT3_w",', 'metadata->call_control_id=eq.v3:u5OAKGEPT3_w'],
		['tel:+1-312-867-5309;ext=7', either('eq.+13128675309')],
		['"from": "+13128675309",', either('eq.+13128675309')],
		['\u202a+1 (312) 867-5309\u202c', either('eq.+13128675309')],
		['<sip:agent@example.com>', either('eq."sip:agent@example.com"')],
	])('%j', (text, request) => {
		expect(asked(text)).toBe(request);
	});

	test.each(['', 'refund', '12', '2026', '+', '()', '1234567890123456', 'v3:', 'v3: a b', 'q\nq', '+1312x'])(
		'ignores %j',
		(text) => {
			expect(asked(text)).toBeNull();
		},
	);
});
