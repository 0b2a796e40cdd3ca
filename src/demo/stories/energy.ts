import { readOut } from '../people.ts';
import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

function verify(s: ScriptBuilder): string {
	const account = s.random.digits(8);
	s.agent(
		'Can I have your account number, please?',
		"I'll need the eight-digit account number from your bill.",
	);
	s.user(s.medium === 'voice' ? `${readOut(account)}.` : account);
	s.tool(
		'get_account',
		{ account_number: account },
		{ name: s.person.full, status: 'active', tariff: s.pick(['Flex', 'Fixed 24', 'Night Saver']) },
	);
	return account;
}

function angryRefund(s: ScriptBuilder): void {
	const amount = s.money(90, 480);
	s.agent('Meridian Energy, this is the billing assistant. How can I help?');
	s.user(
		`You took ${amount} dollars out of my account TWICE. Twice! I want my money back today.`,
		`I have been charged ${amount} two times and nobody answers my emails. This is the third time I call.`,
	);
	s.agent("I'm sorry, that should not happen. Let me find both payments.");
	const account = verify(s);
	s.tool('list_payments', { account_number: account, last: 3 }, [
		{ date: s.day(-6, -5).iso, amount, method: 'direct debit', status: 'settled' },
		{ date: s.day(-4, -3).iso, amount, method: 'direct debit', status: 'settled' },
	]);
	s.agent(`I can see both payments of ${amount}. One of them is a duplicate.`);
	s.user('I know that. I just told you that. When do I get it back?', 'So give it back.');
	if (s.maybe(0.5)) s.toolFails('create_refund', { account_number: account, amount });
	else s.toolHangs('create_refund', { account_number: account, amount });
	s.agent(
		'Sorry, the refund did not go through yet. One more moment.',
		'Thanks for waiting. I have to try that again.',
	);
	s.user(
		"Are you serious? I've rent to pay. Get me a human.",
		'This is ridiculous. Let me talk to a real person!',
	);
	if (s.maybe(0.6)) {
		s.agent(
			"I understand. I'm connecting you to a colleague and passing on everything, so you won't have to repeat it.",
		);
		s.transfer('billing-tier-2', `Duplicate debit of ${amount}; refund tool failed`);
		s.user('Finally.', 'About time.');
	} else {
		s.agent('Our colleagues are here from eight to six. I can have one call you first thing tomorrow.');
		s.user("No. I'm calling my bank and I'm leaving you. Goodbye.", 'Unbelievable. Cancel my contract, too.');
		if (s.maybe()) s.agent("I'm sorry to hear that. I have noted both.");
	}
	s.ends({
		intent: 'refund',
		score: 'Poor',
		sentiment: 'angry',
		resolved: false,
		summary: `Caller was debited ${amount} twice and asked for a refund; the refund tool failed and they demanded a person.`,
		slots: { amount, account },
	});
}

function highBill(s: ScriptBuilder): void {
	const amount = s.money(180, 420);
	const usual = s.money(70, 120);
	s.agent('Hi, Meridian Energy billing. What can I do for you?');
	s.user(
		`Why is my bill ${amount}? It is usually about ${usual}.`,
		`I opened the bill and nearly fell off my chair. ${amount} dollars for a one-bedroom apartment?`,
	);
	const account = verify(s);
	s.tools(
		[
			'get_usage',
			{ account_number: account, months: 3 },
			{ kwh: [312, 329, s.random.int(700, 1100)], estimated: [false, false, true] },
		],
		[
			'get_tariff',
			{ account_number: account },
			{ plan: 'Flex', rate: 0.318, changed_at: s.day(-30, -20).iso },
		],
	);
	s.agent(
		'The last reading was estimated, and the estimate looks far too high. Could you read me the meter?',
		'I found it: the meter was not read last month, so the system guessed. What does it show now?',
	);
	s.silence(20, 70);
	const reading = `3${s.random.digits(4)}`;
	s.user(`Hold on, I have to go to the basement... it says ${readOut(reading)}.`, `It's ${reading}.`);
	s.tool('submit_reading', { account_number: account, reading }, { accepted: true, new_balance: usual });
	s.agent(
		`Thank you. With the real reading the bill comes to ${usual}. You will get a corrected one by email.`,
	);
	s.user(
		"Oh, that's a relief.",
		'Great. So I pay nothing more now?',
		'You should have read it in the first place.',
	);
	s.bye();
	s.ends({
		intent: 'dispute_bill',
		score: 'Good',
		sentiment: 'neutral',
		resolved: true,
		summary: `High bill of ${amount} was due to an estimated reading; corrected to ${usual}.`,
		slots: { billed: amount, corrected: usual },
	});
}

function paymentPlan(s: ScriptBuilder): void {
	const debt = s.money(240, 900);
	const months = s.pick([3, 4, 6, 10]);
	s.user(
		"I can't pay the whole bill this month. Is there a way to split it?",
		'lost my job in august. can i pay in parts?',
		'Hello, I would like to arrange a payment plan before you cut me off.',
	);
	s.agent('Yes, that is possible, and thank you for getting in touch early. Let me look at what is open.');
	const account = verify(s);
	s.tool(
		'get_balance',
		{ account_number: account },
		{ balance: debt, overdue_days: s.random.int(4, 45), plan_eligible: true },
	);
	const rate = (Number(debt) / months).toFixed(2);
	s.agent(
		`You have ${debt} open. I can offer ${months} monthly payments of ${rate}, without interest. Would that help?`,
	);
	if (s.maybe(0.4)) {
		s.user('Could it be a bit less each month?', 'Is there anything longer than that?');
		s.agent(`The longest I can set up here is ${months} months. For more, a colleague has to look at it.`);
	}
	if (s.medium === 'chat') s.silence(600, 5400);
	s.user('Yes. Please do that.', 'ok that works', 'Let me ask my wife... yes, she says yes.');
	s.tool(
		'create_payment_plan',
		{ account_number: account, months, monthly: rate },
		{ plan_id: `PP${s.random.digits(6)}`, first_due: s.day(12, 20).iso },
	);
	s.agent(
		'Done. The first payment is due in about two weeks, and nothing will be cut off as long as the plan runs.',
	);
	s.user('You have no idea how much this helps.', 'Thank you ❤️', 'Thanks.');
	s.ends({
		intent: 'payment_plan',
		score: 'Excellent',
		sentiment: 'positive',
		resolved: true,
		summary: `Set up ${months} monthly payments of ${rate} for an open balance of ${debt}.`,
		slots: { balance: debt, months: String(months), monthly: rate },
	});
}

function cardDeclined(s: ScriptBuilder): void {
	const amount = s.money(40, 220);
	s.agent('Meridian Energy payments. How can I help?');
	s.user(
		`I'm trying to pay ${amount} online and my card gets declined every time.`,
		'Your website says my card is declined. It works everywhere else!',
	);
	const account = verify(s);
	s.tool(
		'list_payment_attempts',
		{ account_number: account },
		{
			attempts: [
				{ amount, code: '05', reason: 'do_not_honor' },
				{ amount, code: '54', reason: 'expired_card' },
			],
		},
	);
	s.agent('The bank refused the first, and the second says the card has expired. Is there a newer one?');
	s.user(
		'Oh. Oh no. I have the new one here in an unopened envelope.',
		"That can't be... it says ten twenty-six. Hm.",
	);
	s.agent("Easily done. I'll text you a secure link, so please don't read the number out to me.");
	s.tool(
		'send_payment_link',
		{ to: s.person.phone, amount },
		s.maybe(0.8) ? { sent: true } : { sent: false, error: 'landline' },
	);
	s.silence(30, 80);
	s.agent('Are you still there?', 'Did the link arrive?');
	s.user('Yes, just typing. Okay, it went through!', 'Got it. Paid.');
	s.bye();
	s.ends({
		intent: 'payment_failed',
		score: 'Good',
		sentiment: 'positive',
		resolved: true,
		summary: `Card was declined because it had expired; caller paid ${amount} through a link.`,
		slots: { amount },
	});
}

/** Meridian Energy: bills. */
export const energyStories = [
	story('energy', 'voice', 7, ['Refund request', 'Charged twice', 'Duplicate debit'], angryRefund),
	story('energy', 'voice', 6, ['High bill', 'Bill dispute', 'Estimated reading'], highBill),
	story('energy', 'either', 5, ['Payment plan', 'Pay in instalments'], paymentPlan),
	story('energy', 'voice', 4, ['Card declined', 'Payment failed'], cardDeclined),
];
