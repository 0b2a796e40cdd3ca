import { describe, expect, test } from 'vitest';
import { formatListQuery, normalizeListQuery } from '../../../src/filter/format.ts';
import { maxGroupDepth } from '../../../src/filter/parse-group.ts';
import { formatQueryText } from '../../../src/filter/query-text/format-query-text.ts';
import { parseQueryText, readLine } from '../../../src/filter/query-text/parse-query-text.ts';
import { QueryTextError } from '../../../src/filter/query-text/query-text-error.ts';
import { resolveQuery } from '../../../src/filter/resolve.ts';
import type { Filter } from '../../../src/filter/tree.ts';
import { context } from './context.ts';

/** The request of a query text, with long column names and trailing zeros of instants shortened. */
function request(line: string): string {
	return formatListQuery(resolveQuery(parseQueryText(line, context), context))
		.map((pair) => pair.join('='))
		.join(' & ')
		.replaceAll('metadata->telnyx_conversation_channel', 'CHANNEL')
		.replaceAll('metadata->telnyx_end_user_target', 'USER')
		.replaceAll('metadata->assistant_id', 'ASSISTANT')
		.replaceAll('last_message_at', 'LAST')
		.replaceAll(/(:00)?\.000000\+00:00/g, 'Z');
}

describe('a query text becomes a request', () => {
	test.each([
		['meta.assistant_id:booking', 'ASSISTANT=eq.assistant-1'],
		['meta->>assistant_id:booking', 'metadata->>assistant_id=eq.booking'],
		['name:"a*",b*', 'or=(name.eq.a*,name.like.b*)'],
		['id!=a', 'id=neq.a'],
		['id!=a,b', 'id=not.in.(a,b)'],
		['id!=any', 'id=is.null'],
	])('%s is read as written', (line, expected) => {
		expect(request(line)).toBe(expected);
	});

	test('the example', () => {
		const line =
			'channel:phone_call user:+1312* after:24h name~refund meta.tier:gold (assistant:booking or assistant:billing) -name:test sort:-last_message_at limit:500';
		expect(request(line).split(' & ')).toEqual([
			'CHANNEL=eq.phone_call',
			'USER=like.+1312*',
			'LAST=gte.2026-11-21T14:30:45Z',
			'name=ilike.*refund*',
			'metadata->tier=eq.gold',
			'or=(ASSISTANT.eq.assistant-1,ASSISTANT.eq.assistant-2)',
			'or=(name.neq.test,name.is.null)',
			'order=LAST.desc',
			'limit=500',
		]);
	});

	test.each([
		['', ''],
		['  ', ''],
		['id:abc', 'id=eq.abc'],
		['agent:+1800', 'metadata->telnyx_agent_target=eq.+1800'],
		['call:v3:abc', 'metadata->call_control_id=eq.v3:abc'],
		['created_at>2026-11-01T10:00Z', 'created_at=gt.2026-11-01T10:00Z'],
		['meta.tier:gold', 'metadata->tier=eq.gold'],
		// As the list and the head show a missing value.
		['channel:-', 'CHANNEL=is.null'],
		['channel:no channel user:no user', 'CHANNEL=is.null & USER=is.null'],
		['-user:-', 'USER=not.is.null'],
		['user!=-', 'USER=not.is.null'],
		['name:- created:-', 'name=is.null & created_at=is.null'],
		['channel:call,-', 'or=(CHANNEL.eq.phone_call,CHANNEL.is.null)'],
		['name:"-" meta.tier:- id:-', 'name=eq.- & metadata->tier=eq.- & id=eq.-'],
		['metadata->>tier:gold', 'metadata->>tier=eq.gold'],
		['meta."a b":x', 'metadata->"a b"=eq.x'],
		['meta.a.b-c:x', 'metadata->"a.b-c"=eq.x'],
		['channel:call', 'CHANNEL=eq.phone_call'],
		['channel:webc,wsck,WAPP', 'CHANNEL=in.(web_call,websocket_call,whatsapp_chat)'],
		['channel:chat', 'CHANNEL=eq.web_chat'],
		['channel:sms', 'CHANNEL=in.(sms_chat,sms)'],
		['channel:sms_chat', 'CHANNEL=eq.sms_chat'],
		['channel:web call refund', 'CHANNEL=eq.web_call & name=ilike.*refund*'],
		['channel!="phone call"', 'or=(CHANNEL.neq.phone_call,CHANNEL.is.null)'],
		['channel.eq:sms', 'CHANNEL=eq.sms'],
		['channel:fax machine', 'CHANNEL=eq.fax & name=ilike.*machine*'],
		['user:+1 312 867 5309', 'USER=eq.+13128675309'],
		['(user:+1 (312) 867-5309 or user:"+1 312 867 5310")', 'or=(USER.eq.+13128675309,USER.eq.+13128675310)'],
		['user:(312) 867-5309 refund', 'USER=like.*3128675309 & name=ilike.*refund*'],
		['user:+1 (312)* after:today', 'USER=like.+1312* & LAST=gte.2026-11-21T23:00Z'],
		['user:+13128675309 5309', 'USER=eq.+13128675309 & name=ilike.*5309*'],
		['user~867-5309 user:8675309', 'USER=ilike.*8675309* & USER=eq.8675309'],
		['agent:+1-312-867-5309,+1-312-867-5310', 'metadata->telnyx_agent_target=in.(+13128675309,+13128675310)'],
		['user.eq:"+1 312 867 5309"', 'USER=eq.+1 312 867 5309'],
		['Channel:web_chat', 'CHANNEL=eq.web_chat'],
		// Operators.
		['name=Anna', 'name=eq.Anna'],
		['name!=Anna', 'or=(name.neq.Anna,name.is.null)'],
		['name!~Anna', 'or=(name.not.ilike.*Anna*,name.is.null)'],
		['meta.score>5', 'metadata->score=gt.5'],
		['meta.score>=5', 'metadata->score=gte.5'],
		['meta.score<5', 'metadata->score=lt.5'],
		['meta.score<=5', 'metadata->score=lte.5'],
		['name:a,b', 'name=in.(a,b)'],
		['name:a, "b c"', 'name=in.(a,b c)'],
		['channel!=a,b', 'or=(CHANNEL.not.in.(a,b),CHANNEL.is.null)'],
		['name~a,b', 'or=(name.ilike.*a*,name.ilike.*b*)'],
		['user:+1*,null,+2', 'or=(USER.like.+1*,USER.is.null,USER.eq.+2)'],
		['name:null', 'name=is.null'],
		['name:NONE', 'name=is.null'],
		['name:any', 'name=not.is.null'],
		['-name:any', 'name=is.null'],
		['name!=null', 'name=not.is.null'],
		['name:"null"', 'name=eq.null'],
		['updated:any', 'LAST=not.is.null'],
		['name:""', 'name=eq.'],
		// Patterns: only the asterisk is a wildcard.
		['name:a_b*', 'name=like.a\\_b*'],
		['name!=a*', 'or=(name.not.like.a*,name.is.null)'],
		['name:"a*"', 'name=eq.a*'],
		['name~100%', 'name=ilike.*100\\%*'],
		['name~"a b"', 'name=ilike.*a b*'],
		// API operators take their value literally.
		['name.like:a_b%', 'name=like.a_b%'],
		['name.imatch:"^\\d+ (a|b)"', 'name=imatch.^\\d+ (a|b)'],
		['name.in:(a,"b,c")', 'name=in.(a,"b,c")'],
		['name.in:()', 'name=in.()'],
		['name.in:a', 'name=in.(a)'],
		['meta.on.is:true', 'metadata->on=is.true'],
		['name.eq:null', 'name=eq.null'],
		['assistant.eq:booking', 'ASSISTANT=eq.booking'],
		['meta.like.like:x', 'metadata->like=like.x'],
		['meta.like:x', 'metadata->like=eq.x'],
		['name=not.like.a* channel:chat', 'name=not.like.a* & CHANNEL=eq.web_chat'],
		['meta.tier=in.(a,b) channel:chat', 'metadata->tier=in.(a,b) & CHANNEL=eq.web_chat'],
		// Texts to search for.
		['refund', 'name=ilike.*refund*'],
		['-refund', 'or=(name.not.ilike.*refund*,name.is.null)'],
		['"or" channel', 'name=ilike.*or* & name=ilike.*channel*'],
		['"name:x"', 'name=ilike.*name:x*'],
		['+1312', 'name=ilike.*+1312*'],
		['"a\\"b\\\\c\\n\\u{1f600}"', 'name=ilike.*a"b\\\\c\n😀*'],
		// Groups.
		['a or b c', 'or=(name.ilike.*a*,and(name.ilike.*b*,name.ilike.*c*))'],
		['a AND b OR c', 'or=(and(name.ilike.*a*,name.ilike.*b*),name.ilike.*c*)'],
		['(a b)', 'and=(name.ilike.*a*,name.ilike.*b*)'],
		['((a))', 'name=ilike.*a*'],
		['any(a b)', 'or=(name.ilike.*a*,name.ilike.*b*)'],
		['all(a)', 'and=(name.ilike.*a*)'],
		['not (a or b)', 'and=(or(name.not.ilike.*a*,name.is.null),or(name.not.ilike.*b*,name.is.null))'],
		['-(a or b)', 'and=(or(name.not.ilike.*a*,name.is.null),or(name.not.ilike.*b*,name.is.null))'],
		['not.any(a b)', 'not.or=(name.ilike.*a*,name.ilike.*b*)'],
		['not -a', 'name=ilike.*a*'],
		['not(a)', 'or=(name.not.ilike.*a*,name.is.null)'],
		['a or b sort:name limit:5', 'or=(name.ilike.*a*,name.ilike.*b*) & order=name.asc & limit=5'],
		// Assistants by name.
		['assistant:"harbor table booking"', 'ASSISTANT=eq.assistant-1'],
		['assistant:assistant-2', 'ASSISTANT=eq.assistant-2'],
		['assistant:"night desk"', 'ASSISTANT=in.(assistant-3,assistant-4)'],
		['assistant!=night', 'or=(ASSISTANT.not.in.(assistant-3,assistant-4),ASSISTANT.is.null)'],
		['assistant:booking,billing', 'ASSISTANT=in.(assistant-1,assistant-2)'],
		['assistant~bo', 'ASSISTANT=eq.assistant-1'],
		['assistant:gone', 'ASSISTANT=eq.gone'],
		// Order and numbers of rows.
		['sort:-updated,name', 'order=LAST.desc,name.asc'],
		[
			'sort:-created.nullslast,+meta."a b".nullsfirst',
			'order=created_at.desc.nullslast,metadata->"a b".asc.nullsfirst',
		],
		['order:created_at.desc.nullslast', 'order=created_at.desc.nullslast'],
		['sort:meta.a.b.desc.nullsfirst', 'order=metadata->"a.b".desc.nullsfirst'],
		['limit:5 offset:10', 'limit=5 & offset=10'],
	])('%s', (line, expected) => {
		expect(request(line)).toBe(expected);
	});

	test.each([
		['after:yesterday', 'LAST=gte.2026-11-20T23:00Z'],
		['before:yesterday', 'LAST=lt.2026-11-20T23:00Z'],
		['during:yesterday', 'LAST=gte.2026-11-20T23:00Z & LAST=lt.2026-11-21T23:00Z'],
		['-during:yesterday', 'not.and=(LAST.gte."2026-11-20T23:00Z",LAST.lt."2026-11-21T23:00Z")'],
		['during:"2026-11-01..03"', 'LAST=gte.2026-10-31T23:00Z & LAST=lt.2026-11-03T23:00Z'],
		['during:14:00-15:30', 'LAST=gte.2026-11-22T13:00Z & LAST=lt.2026-11-22T14:30Z'],
		['during:24h', 'LAST=gte.2026-11-21T14:30:45Z'],
		['after:monday', 'LAST=gte.2026-11-15T23:00Z'],
		['after:"yesterday 14:00"', 'LAST=gte.2026-11-21T13:00Z'],
		[
			'after:yesterday 14:00 -refund',
			'LAST=gte.2026-11-21T13:00Z & or=(name.not.ilike.*refund*,name.is.null)',
		],
		['after:2 days ago', 'LAST=gte.2026-11-20T14:30:45Z'],
		[
			'(created:18 nov or created.lt:nov 1)',
			'or=(and(created_at.gte."2026-11-17T23:00Z",created_at.lt."2026-11-18T23:00Z"),created_at.lt."2026-10-31T23:00Z")',
		],
		['during:Mon 26 Oct 18:00–19:00', 'LAST=gte.2026-10-26T17:00Z & LAST=lt.2026-10-26T18:00Z'],
		['after:today 5', 'LAST=gte.2026-11-21T23:00Z & name=ilike.*5*'],
		['created:2026-11-01', 'created_at=gte.2026-10-31T23:00Z & created_at=lt.2026-11-01T23:00Z'],
		['created!=2026-11-01', 'not.and=(created_at.gte."2026-10-31T23:00Z",created_at.lt."2026-11-01T23:00Z")'],
		['created!=24h', 'created_at=not.gte.2026-11-21T14:30:45Z'],
		['created!=14:00', 'created_at=neq.2026-11-22T13:00Z'],
		['created:14:00', 'created_at=eq.2026-11-22T13:00Z'],
		['created>2026-11-01', 'created_at=gte.2026-11-01T23:00Z'],
		['created>=2026-11-01', 'created_at=gte.2026-10-31T23:00Z'],
		['created<2026-11-01', 'created_at=lt.2026-10-31T23:00Z'],
		['created<=2026-11-01', 'created_at=lt.2026-11-01T23:00Z'],
		['created>14:00', 'created_at=gt.2026-11-22T13:00Z'],
		['created<=14:00', 'created_at=lte.2026-11-22T13:00Z'],
		['created.after:7d', 'created_at=gte.2026-11-15T14:30:45Z'],
		['created.during:yesterday', 'created_at=gte.2026-11-20T23:00Z & created_at=lt.2026-11-21T23:00Z'],
		['created.lt:24h', 'created_at=lt.2026-11-21T14:30:45Z'],
		['created.lt:"24h"', 'created_at=lt.24h'],
		['created:2026-11-01T10:00:00.123456789Z', 'created_at=eq.2026-11-01T10:00:00.123456789Z'],
	])('%s, in Berlin', (line, expected) => {
		expect(request(line)).toBe(expected);
	});
});

describe('a request copied from the reference', () => {
	test.each([
		[
			'created_at=gte.2025-01-01&or=(name.eq.a,and(name.ilike.*b*,id.eq.x))',
			'created_at=gte.2025-01-01 & or=(name.eq.a,and(name.ilike.*b*,id.eq.x))',
		],
		['?limit=20&order=created_at.desc', 'order=created_at.desc & limit=20'],
		[
			'https://api.telnyx.com/v2/ai/conversations?created_at=gte.2025-01-01T00%3A00%3A00Z',
			'created_at=gte.2025-01-01T00:00:00Z',
		],
		['GET /v2/ai/conversations?name=eq.Anna%20B', 'name=eq.Anna B'],
		['metadata->tier=eq.gold', 'metadata->tier=eq.gold'],
		['metadata-%3Etier=eq.gold', 'metadata->tier=eq.gold'],
		['not.or=(name.eq.a,name.eq.b)', 'not.or=(name.eq.a,name.eq.b)'],
		['name=eq.Anna Smith', 'name=eq.Anna Smith'],
		['name=eq.Smith & Co&limit=5', 'name=eq.Smith & Co & limit=5'],
		['name=eq."a"', 'name=eq."a"'],
		// A percent sign that encodes nothing is a wildcard.
		['name=like.%refund%', 'name=like.%refund%'],
		['name=like.%25refund%25', 'name=like.%refund%'],
		// A plus stays a plus before a phone number and in a zone; elsewhere it is a space.
		['metadata->telnyx_end_user_target=eq.+13125550100', 'USER=eq.+13125550100'],
		['?metadata-%3Etelnyx_end_user_target=eq.+13125550100&name=eq.a+b', 'USER=eq.+13125550100 & name=eq.a b'],
		['?metadata-%3Etelnyx_end_user_target=in.(%2B1,+2)', 'USER=in.(+1,+2)'],
		['?created_at=gte.2025-01-01T00%3A00%3A00+00%3A00', 'created_at=gte.2025-01-01T00:00:00+00:00'],
		['name=eq.a+b', 'name=eq.a+b'],
		['?', ''],
	])('%s', (line, expected) => {
		expect(request(line)).toBe(expected);
	});

	test.each([
		['name=eq.Anna channel:chat', 'name=eq.Anna & CHANNEL=eq.web_chat'],
		['name=eq.Anna or name=eq.Bob', 'or=(name.eq.Anna,name.eq.Bob)'],
		['created_at=gte.2025-01-01 limit:5', 'created_at=gte.2025-01-01 & limit=5'],
	])('%s is a line', (line, expected) => {
		expect(request(line)).toBe(expected);
	});
});

/** The query text with the faulty part in brackets, and the problem. */
function refusal(line: string): string {
	try {
		parseQueryText(line, context);
	} catch (error) {
		if (!(error instanceof QueryTextError)) throw error;
		const { position, end, problem, advice } = error;
		expect(advice).toMatch(/^[^.].*[^.]$/s);
		return `${line.slice(0, position)}[${line.slice(position, end)}]${line.slice(end)}: ${problem}`;
	}
	throw new Error(`${line} was not refused`);
}

describe('errors name the faulty part', () => {
	test.each([
		['channel:sms [nmae]:x', 'there is no column “nmae”'],
		['[:]x', 'a column is missing before :'],
		['name:[]', 'a value is missing after name:'],
		['name:[] x', 'a value is missing after name:'],
		['name:a,[]', 'a value is missing after the comma'],
		['name:["abc]', 'this quoted text has no closing quote'],
		['name:[a(]b)', 'there is a ( inside a value'],
		['name:["a b"*]', 'there is a * inside a value'],
		['[a,]b', 'there is a comma where only one value is possible'],
		['name>5[,6]', 'only one value is possible here'],
		['meta.[]:x', 'a metadata key is missing'],
		['[meta.a]', 'meta.a is not followed by an operator'],
		['name.[foo]:x', 'there is no operator .foo'],
		['name.[after]:24h', '.after works only with created and updated'],
		['name.like[>]x', '.like is followed by >'],
		['name.is:[x]', '“x” is not a value of .is'],
		['name.in:[(a,b]', 'this list is not closed'],
		['id:[abc*]', 'an id only matches as a whole'],
		['id~[abc]', 'an id only matches as a whole'],
		['x after:[soon]', '“soon” is not a date'],
		['created:[2026-02-30]', '“2026-02-30” is not a date'],
		['created.gte:[soon]', '“soon” is not a date'],
		['during:[14:00]', '“14:00” is a moment, not a span of time'],
		['created~[x]', 'a time cannot contain a text'],
		['after:24h[,7d]', 'only one value is possible here'],
		['after:yesterday [14]:', 'there is no column “14”'],
		['limit:[x]', 'limit is not a whole number of 0 or more'],
		['limit:[-1]', 'limit is not a whole number of 0 or more'],
		['limit:[99999999999999999999]', 'limit is not a whole number of 0 or more'],
		['limit:[5(]x)', 'there is a ( inside a value'],
		['sort:[name(]x)', 'there is a ( inside a value'],
		['limit:5 [limit:]6', 'limit is given twice'],
		['sort:name [order:]id', 'order is given twice'],
		['sort:name,[-foo]', 'there is no column “foo”'],
		['sort:[]', 'a column is missing'],
		['sort:-name.[asc]', '.asc is not possible here'],
		['sort:name.[up]', '.up is not possible here'],
		['([sort:]name)', 'sort: does not belong in parentheses'],
		['[-]limit:5', 'a setting cannot be negated'],
		['a [(b or c]', 'this parenthesis is not closed'],
		['a b[)]', 'this parenthesis closes nothing'],
		['a [()]', 'these parentheses are empty'],
		['(a)[]b', 'a space is missing after the parenthesis'],
		['[or] b', 'there is nothing before “or”'],
		['a [or]', 'there is nothing after “or”'],
		['a [or] or b', 'there is nothing after “or”'],
		['a [and]', 'there is nothing after “and”'],
		['[and] a', 'there is nothing before “and”'],
		['a [and] or b', 'there is nothing after “and”'],
		['a [-]', 'there is nothing after this minus'],
		['[not]', 'there is nothing after “not”'],
		// Also in a request copied from the reference.
		['created_at=[foo.x]&limit=3', 'there is no operator "foo"'],
		['name=eq.x&created_at=gt[]', 'a dot is missing after the operator gt'],
		['limit=5&limit=[x]', 'limit is given twice'],
		['limit=5&[foo=eq.3]', 'there is no such parameter'],
		['or=(name.eq.%41,[foo.eq.x)]', 'there is no column "foo"'],
		['or=(name.eq.%F0%9F%98%80,[foo.eq.x)]', 'there is no column "foo"'],
		['metadata->[]=eq.x', 'a metadata key is missing'],
	])('%s: %s', (marked, problem) => {
		expect(refusal(marked.replace(/[[\]]/g, ''))).toBe(`${marked}: ${problem}`);
	});

	test('the message counts characters from one and gives advice', () => {
		expect(() => parseQueryText('a after:soon', context)).toThrow(
			/^Filter, character 9: “soon” is not a date\. Write .*24h.*\.$/,
		);
	});

	test('groups nest as deep as a request allows, and no deeper', () => {
		const deep = (depth: number): string => `${'all('.repeat(depth)}a${')'.repeat(depth)}`;
		expect(() => request(deep(maxGroupDepth))).not.toThrow();
		expect(refusal(deep(maxGroupDepth + 1))).toContain('nested more than');
		expect(refusal('('.repeat(100_000))).toContain('nested more than');
		// Each of these fewer parentheses makes two groups.
		const twice = maxGroupDepth / 2 + 1;
		expect(refusal(`${'(a or b '.repeat(twice)}c${')'.repeat(twice)}`)).toContain('nested more than');
		expect(request(`${'-'.repeat(100_001)}a`)).toBe('or=(name.not.ilike.*a*,name.is.null)');
	});
});

describe('notes', () => {
	test.each([
		['assistant:gone', 'gone', 'no assistant has the name “gone”, so it is read as an id'],
		['name:x assistant:Night', 'Night', '2 assistants: Night desk, Night desk'],
	])('%s', (line, part, note) => {
		const position = line.indexOf(part);
		expect(readLine(line, context).notes).toEqual([{ position, end: position + part.length, note }]);
	});

	test.each(['assistant:booking', 'assistant:assistant-77', 'name:gone'])('none for %s', (line) => {
		expect(readLine(line, context).notes).toEqual([]);
	});
});

describe('an unknown column', () => {
	const keyed = { ...context, metadataKeys: ['tier', 'Reason Code', 'order_id'] };
	const adviceOn = (line: string): string => {
		try {
			readLine(line, keyed);
		} catch (error) {
			if (error instanceof QueryTextError) return error.advice;
		}
		return 'none';
	};

	test.each([
		['chanel:call', 'Did you mean channel?'],
		['udpated>24h', 'Did you mean updated?'],
		['tier:gold', 'Write meta.tier for the metadata key'],
		['teir:gold', 'Did you mean meta.tier?'],
		['qwertz:x', 'Use channel,'],
	])('%s: %s', (line, advice) => {
		expect(adviceOn(line)).toContain(advice);
	});

	test.each([
		['meta.teir:gold', ['no loaded row has the metadata key teir; near it: tier']],
		['metadata->>nothing:x', ['no loaded row has the metadata key nothing']],
		['metadata->tier:gold channel:call', []],
	])('%s is read, with a note', (line, notes) => {
		expect(readLine(line, keyed).notes.map(({ note }) => note)).toEqual(notes);
	});
});

describe('writing a query as text', () => {
	test.each([
		['', ''],
		['channel:phone_call user:+1312* name~refund', 'channel:phone_call user:+1312* name~refund'],
		['after:24h created<7d', 'after:24h created<7d'],
		['a or (b c)', '(name~a or (name~b name~c))'],
		['not any(a)', 'all(-name~a)'],
		['not.any(a)', 'not.any(name~a)'],
		['assistant:assistant-1', 'assistant:"Harbor Table booking"'],
		['assistant:assistant-3', 'assistant:assistant-3'],
		['assistant:booking,billing', 'assistant:"Harbor Table booking","Meridian Energy billing"'],
		['assistant.eq:booking', 'assistant.eq:booking'],
		['name:"a\nb\u202e"', 'name:"a\\nb\\u{202e}"'],
		['name:null -name:null name:"null"', 'name:null name:any name:"null"'],
		['metadata->tier=eq.gold', 'meta.tier:gold'],
		['meta->>tier:gold', 'meta->>tier:gold'],
		['sort:updated.desc,name.nullsfirst limit:5 offset:2', 'sort:-updated,name.nullsfirst limit:5 offset:2'],
	])('%s', (line, expected) => {
		expect(formatQueryText(parseQueryText(line, context), context)).toBe(expected);
	});

	test('writes empty groups as conditions of the same meaning', () => {
		const empty: Filter = { kind: 'group', join: 'and', negated: false, children: [] };
		const query = {
			filters: [empty, { ...empty, join: 'or' as const }],
			order: [],
			limit: null,
			offset: null,
		};
		expect(formatQueryText(query, {})).toBe('id:any id:null');
		expect(parseQueryText('id:any id:null', context)).toEqual(normalizeListQuery(query));
	});

	test('refuses a limit that is not a number', () => {
		expect(() => formatQueryText({ filters: [], order: [], limit: 1.5, offset: null }, {})).toThrow(
			'limit is not a whole number',
		);
	});
});
