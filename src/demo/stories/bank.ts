import { readOut } from '../people.ts';
import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

const shops = [
	'STEAMGAMES.COM',
	'AMZN Mktp',
	'UBER *TRIP',
	'TICKETHOUSE NL',
	'MOBILE TOPUP 8842',
	'LUX HOTEL DUBAI',
] as const;
const places = ['Lisbon', 'Tokyo', 'Mexico City', 'Marrakesh', 'Reykjavík', 'Zürich'] as const;

function identify(s: ScriptBuilder): boolean {
	s.agent(
		'Before I look at your account: what are the last four digits of your card, and your security word?',
	);
	s.user(
		`${readOut(s.random.digits(4))}, and the word is ${s.pick(['marigold', 'Buster', 'pineapple', 'Chattanooga'])}.`,
	);
	const ok = s.maybe(0.8);
	s.tool(
		'verify_caller',
		{ phone: s.person.phone, method: 'card+word' },
		{ verified: ok, attempts_left: ok ? 3 : 1 },
	);
	if (!ok) {
		s.agent('Sorry, that does not match what we have. You have one try left.');
		s.user(`Then it must be ${s.pick(['Rosebud', 'my old dog, Rex', 'the street I grew up in, Elm'])}.`);
		const second = s.maybe();
		s.tool(
			'verify_caller',
			{ phone: s.person.phone, method: 'word' },
			{ verified: second, attempts_left: second ? 1 : 0 },
		);
		return second;
	}
	return true;
}

function locked(s: ScriptBuilder): void {
	s.agent(
		'I am sorry, I cannot go on without identifying you. Please visit a branch with your ID, or use the app.',
	);
	s.user(
		"I'm at the airport! There is no branch here!",
		'You have to be kidding me.',
		'Fine. I will use the app.',
	);
	s.ends({
		intent: 'verification_failed',
		score: 'Poor',
		sentiment: 'angry',
		resolved: false,
		summary: 'The caller could not be verified and was sent to a branch.',
	});
}

function declinedAbroad(s: ScriptBuilder): void {
	const place = s.pick(places);
	s.agent('Northgate Bank card services. How can I help?');
	s.user(
		`My card was just declined in ${place}. I'm standing at the register with a line behind me.`,
		`I'm in ${place} and my card doesn't work anywhere. Why?`,
	);
	if (!identify(s)) {
		locked(s);
		return;
	}
	s.tool('list_declines', { last: 2 }, [
		{ place, amount: s.money(9, 300), reason: 'geo_block', rule: 'FRAUD-77' },
		{ place, amount: s.money(9, 300), reason: 'geo_block', rule: 'FRAUD-77' },
	]);
	s.agent(`I see two payments in ${place} that our fraud check stopped. Were both yours?`);
	s.user('Yes, both me.', 'Yes! A taxi and a restaurant.', 'The second, yes. The first... also, I think.');
	if (s.maybe(0.8))
		s.tool(
			'add_travel_notice',
			{ country: place, until: s.day(10, 20).iso },
			{ ok: true, active_in_seconds: 30 },
		);
	else s.toolFails('add_travel_notice', { country: place });
	s.silence(25, 45);
	s.agent('Please try it again now.', 'That should do. Could you try once more?');
	s.user('It worked. Thank you!', 'Still declined...', "Yes! You've saved my dinner.");
	s.bye();
	s.ends({
		intent: 'card_declined',
		score: 'Good',
		sentiment: 'positive',
		resolved: true,
		summary: `Card was blocked by a fraud rule in ${place}; a travel notice was added.`,
		slots: { place, rule: 'FRAUD-77' },
	});
}

function strangeCharge(s: ScriptBuilder): void {
	const shop = s.pick(shops);
	const amount = s.money(15, 1900);
	if (s.medium === 'voice') s.agent('Northgate Bank card services. What happened?');
	s.user(
		`There is a charge of ${amount} from ${shop} that I did not make.`,
		`What is ${shop}?? ${amount}?`,
		`I got an alert for ${amount} at ${shop}. That wasn't me.`,
	);
	if (!identify(s)) {
		locked(s);
		return;
	}
	s.tools(
		[
			'list_transactions',
			{ merchant: shop, days: 30 },
			[{ id: `tx_${s.random.hex(8)}`, amount, merchant: shop, entry: 'online', three_ds: false }],
		],
		['get_card', { phone: s.person.phone }, { status: 'active', network: 'visa', last4: s.random.digits(4) }],
	);
	s.agent(
		`I see it: ${amount}, online, without the code we usually ask for. Does anybody else use this card?`,
	);
	if (s.maybe(0.3)) {
		s.user(
			shop.startsWith('STEAM')
				? 'Well, my son has it in his console.'
				: 'My husband... hold on. HONEY? Was that you?',
		);
		s.silence(15, 60);
		s.user('Okay. It was him. Never mind, sorry about that.', "Yes, it was. He's grounded.");
		s.agent('No harm done. I am leaving the card as it is.');
	} else {
		s.user('No, nobody.', 'Absolutely not.');
		s.tool(
			'block_card',
			{ reason: 'fraud' },
			{ status: 'blocked', replacement: { ordered: true, arrives: s.day(4, 6).iso } },
		);
		s.tool(
			'open_dispute',
			{ merchant: shop, amount },
			{ dispute: `D${s.random.digits(7)}`, provisional_credit: true },
		);
		s.agent(
			'I have blocked the card and disputed the charge. The amount is back on your account for now, and a new card arrives within the week.',
		);
		s.user('And my subscriptions? They all use that card.', 'Thank you. That was scary.');
		s.agent('They move to the new number by themselves in most cases.');
	}
	s.bye();
	s.ends({
		intent: 'dispute_charge',
		score: 'Excellent',
		sentiment: 'neutral',
		resolved: true,
		summary: `Caller did not recognise ${amount} at ${shop}.`,
		slots: { merchant: shop, amount },
	});
}

function earlyPayoff(s: ScriptBuilder): void {
	const rest = s.money(2100, 14_000);
	s.user(
		'Can I pay off my car loan early, and what would it cost?',
		'thinking of paying off my loan. penalty?',
	);
	s.agent('Let me see. Which loan is it, the one from last spring?');
	s.user('Yes, the only one.', 'yes');
	s.tool(
		'get_loan',
		{ phone: s.person.phone },
		{ principal: rest, rate: '4.9', prepayment_fee: '0.00', next_due: s.day(3, 20).iso },
	);
	s.agent(
		`There is no fee. Paying it off this week would take ${rest}, and save you the interest of the remaining months.`,
	);
	s.user('How much is that?', 'Could I pay half?', "Let me think about it. I'll write again.");
	if (s.medium === 'chat') s.silence(1200, 14_000);
	s.agent('I can send you the exact figures as a letter, valid for ten days.');
	s.user('Please do.', '👍');
	s.ends({
		intent: 'loan_payoff',
		score: 'Good',
		sentiment: 'neutral',
		resolved: true,
		summary: `Asked about paying off a loan of ${rest} early.`,
		slots: { principal: rest },
	});
}

/** Northgate Bank: cards and loans. */
export const bankStories = [
	story('bank', 'voice', 8, ['Card declined abroad', 'Card blocked', 'Travel notice'], declinedAbroad),
	story('bank', 'either', 9, ['Unknown charge', 'Suspicious transaction', 'Dispute'], strangeCharge),
	story('bank', 'chat', 4, ['Loan question', 'Early payoff'], earlyPayoff),
];
