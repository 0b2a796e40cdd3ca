import { describe, expect, test } from 'vitest';
import { signal, talk } from './signal-input.ts';

describe('asking for a person', () => {
	test.each([
		"Are you serious? I've rent to pay. Get me a human.",
		'This is ridiculous. Let me talk to a real person!',
		'Can I speak with a customer service representative please',
		'I want to talk to someone',
		'Transfer me to your supervisor',
		'put me through to an agent',
		'Operator.',
		'agent agent agent',
		'representative please',
		'I need a human',
		'Quiero hablar con una persona',
		'Ich möchte mit einem Mitarbeiter sprechen',
		'Je veux parler à un conseiller',
		'Quero falar com um atendente',
	])('fires: %s', (words) => {
		expect(signal('asked-for-person', talk(`u: ${words}`))).toMatchObject({ severity: 'high', quote: words });
	});

	test.each([
		'Find someone in San Jose.',
		"I've been feeling depressed and want to see someone about it.",
		'I would like to make a transfer to someone else’s checking account.',
		'Do you have someone else available?',
		'I wanted to talk to a Family Counselor in Lafayette',
		"Okay, that's all. I'll talk to you later.",
		'Am I talking to a real person?',
		'I spoke with an agent yesterday.',
		'I had to talk to an agent last time',
		'I am looking for a real estate agent',
		'A table for one person, please',
		'Is there free wifi for a person with a laptop?',
		'Yes, transfer 900 dollars to someone’s savings account.',
		"I don't want to talk to a person, I like this better",
		'I am a travel agent',
	])('does not fire: %s', (words) => {
		expect(signal('asked-for-person', talk(`u: ${words}`))).toBeUndefined();
	});

	test('has lower severity after a handover, but not after a failed one', () => {
		const asked = ['u: Get me a human.', 't: transfer_call'];
		expect(signal('asked-for-person', talk(...asked, 'r: {"status":"transferred"}'))?.severity).toBe(
			'medium',
		);
		expect(signal('asked-for-person', talk(...asked, 'r: {"error":"busy"}'))?.severity).toBe('high');
	});

	test("does not fire for an assistant's offer", () => {
		expect(
			signal('asked-for-person', talk('a: Would you like to speak to an agent?', 'u: No')),
		).toBeUndefined();
	});
});

describe('strong language', () => {
	test.each([
		'What the fuck is this',
		'this is bullshit',
		'f*** you',
		'You are a useless bot',
		'God damn it!',
		'you idiot, you are an idiot',
	])('fires: %s', (words) => expect(signal('strong-language', talk(`u: ${words}`))?.quote).toBe(words));

	test.each([
		'Nope. Heard of her, she sucks. What else?',
		'Play "Bitch Better Have My Money" please',
		'I live in Scunthorpe, near the Shitake farm',
		'Can I hear tunes from the album Sucker Punch?',
		'My name is Dick Cockburn',
		'Is the pool useless in winter?',
		'Hell of a day. Hello!',
		'2 * 3 ** 4, a **bold** word',
	])('does not fire: %s', (words) => {
		expect(signal('strong-language', talk(`u: ${words}`))).toBeUndefined();
	});

	test("does not fire for an assistant's quote", () => {
		expect(signal('strong-language', talk('a: What the fuck is a movie'))).toBeUndefined();
	});
});

describe('repeats', () => {
	test('fire at both turns if a user says the same twice in a row', () => {
		const messages = talk(
			'u: Cancel my order 1001.',
			"a: I didn't get that.",
			'u: No. I said cancel my order 1001!',
		);
		expect(signal('user-repeated', messages)).toMatchObject({ severity: 'medium', turns: { length: 2 } });
	});

	test.each([
		'I already told you that.',
		'You already asked me that',
		'How many times do I have to say it?',
		'I just said so, Friday!',
	])('fire for a complaint: %s', (words) => {
		expect(signal('user-repeated', talk(`u: ${words}`))?.turns).toHaveLength(1);
	});

	test.each([
		['That works for me.', 'That works for me.'],
		['Yes, that is correct.', 'Yes, that is correct.'],
		['Are there any other movies?', 'Are there any other movies?'],
		['Check my balance in the savings account.', 'Check my balance in the checking account.'],
		['Thank you for helping me out today.', 'No, but thank you for helping me out today.'],
		['Two.', 'Two.'],
	])('do not fire: %s — %s', (first, second) => {
		expect(
			signal('user-repeated', talk(`u: ${first}`, 'a: How about this?', `u: ${second}`)),
		).toBeUndefined();
	});

	test('do not fire for the same question about the next thing', () => {
		const ask = 'u: What is their phone number?';
		expect(
			signal('user-repeated', talk(ask, 'a: 555', 'u: Find another', 'a: B', ask, 'a: 556')),
		).toBeUndefined();
	});

	test('quote the last words of a user and the first of an assistant', () => {
		const cancel = 'u: Cancel my order 1001.';
		const thrice = talk(cancel, 'a: What?', cancel, 'a: What?', 'u: I already told you that.');
		expect(signal('user-repeated', thrice)?.quote).toBe('I already told you that.');
		expect(signal('user-repeated', talk('u: You already asked me that'))?.quote).toBe(
			'You already asked me that',
		);
		const loop = talk(
			'a: Which day would you like to come in?',
			'u: Friday',
			'a: which day would you like to come in',
		);
		expect(signal('assistant-repeated', loop)?.quote).toBe('Which day would you like to come in?');
	});

	test('do not fire for an assistant that says the same twice with other words between', () => {
		const loop = 'a: Which day would you like to come in?';
		expect(
			signal('assistant-repeated', talk(loop, 'u: Friday', 'a: And at which hour?', 'u: Two', loop)),
		).toBeUndefined();
	});

	test('fire for an assistant only from four words on', () => {
		const twice = (words: string) =>
			signal('assistant-repeated', talk(`a: ${words}`, 'u: Friday', `a: ${words}`));
		expect(twice('Which day, madam?')).toBeUndefined();
		expect(twice('On which day, madam?')).toBeDefined();
	});

	test('fire for an assistant in a loop', () => {
		const loop = 'a: Which day would you like to come in?';
		expect(signal('assistant-repeated', talk(loop, 'u: Friday', loop, 'u: Friday!'))).toMatchObject({
			severity: 'medium',
			explanation: 'the assistant said the same thing twice',
		});
		const spread = talk(
			loop,
			'u: Friday',
			'a: Noted.',
			'u: Well',
			loop,
			'u: Friday',
			'a: Which hour is best?',
			loop,
		);
		expect(signal('assistant-repeated', spread)?.severity).toBe('high');
	});

	test.each([
		'Is there anything else I can help you with?',
		'Have a good one, see you soon!',
		'One moment, I am checking that.',
		'Hello? Are you still there?',
	])('allow small talk twice: %s', (words) => {
		expect(signal('assistant-repeated', talk(`a: ${words}`, 'u: Hm', `a: ${words}`))).toBeUndefined();
	});

	test('do not fire if the user asked to hear it again', () => {
		const number = 'a: Their number is 408 555 0100.';
		const again = [number, 'u: Could you repeat that?'];
		expect(signal('assistant-repeated', talk(...again, number))).toBeUndefined();
		expect(signal('assistant-repeated', talk(...again, 't: look', 'r: [1]', number))).toBeUndefined();
		expect(signal('assistant-repeated', talk(...again, 'u: ', number))).toBeUndefined();
	});

	test('fire if it is the assistant who did not understand', () => {
		const lost = 'a: I did not catch your order number.';
		expect(signal('assistant-repeated', talk(lost, lost))).toBeDefined();
	});

	test('do not fire if the numbers differ', () => {
		const messages = talk(
			'a: It leaves at 7:20 and costs $25.',
			'u: Next',
			'a: It leaves at 8:20 and costs $25.',
		);
		expect(signal('assistant-repeated', messages)).toBeUndefined();
	});
});

test('signals look only at the beginning of very long text', () => {
	const long = `Get me a human. ${'pasted words '.repeat(100_000)}`;
	const found = signal('asked-for-person', talk(`u: ${long}`));
	expect(found).toMatchObject({ severity: 'high' });
	expect(
		signal('asked-for-person', talk(`u: ${'pasted words '.repeat(100_000)} Get me a human.`)),
	).toBeUndefined();
});
