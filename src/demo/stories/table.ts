import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

const times = ['6:00', '6:30', '7:00', '7:15', '7:45', '8:00', '8:30'] as const;
const sizes = ['two', 'three', 'four', 'five', 'six', 'eight'] as const;
const occasions = [
	'a birthday',
	'our anniversary',
	'a work dinner',
	'a graduation',
	'nothing special',
] as const;

const houseNotes = [
	[
		'One of us is in a wheelchair. Is there a step at the door?',
		'Access',
		'Step-free from Pier Street; the terrace has two steps.',
		'The door on Pier Street has no step. I will ask for a table inside, as the terrace has two.',
	],
	[
		'Is the terrace heated? It gets cold by the water.',
		'Terrace',
		'Heaters until 22:00 from October to April; blankets at the bar.',
		'It is, until ten, and there are blankets at the bar.',
	],
	[
		'We have one severe nut allergy. Can the kitchen handle that?',
		'Allergies',
		'Tell us 24 hours ahead; the kitchen is not nut-free.',
		'We cook around it, but the kitchen is not free of nuts. I have told the chef.',
	],
	['Can we bring our dog?', 'Dogs', 'On the terrace only.', 'On the terrace, gladly. Inside we cannot.'],
] as const;

function hello(s: ScriptBuilder): void {
	s.agent(
		'Harbor Table, good evening. How can I help?',
		'Thanks for calling Harbor Table. Would you like to book a table?',
		"Hi, you've reached Harbor Table. What can I do for you?",
	);
}

function reserve(s: ScriptBuilder): void {
	const day = s.day(1, 9);
	const time = s.pick(times);
	const size = s.pick(sizes);
	const covers = sizes.indexOf(size) + 2 + (size === 'eight' ? 1 : 0);
	const query = { date: day.iso, time, party_size: covers };
	if (s.medium === 'voice' || s.maybe()) hello(s);
	s.user(
		`I'd like a table for ${size} on ${day.spoken}, around ${time}.`,
		`Hi, do you have anything for ${size} people on ${day.weekday} at ${time}?`,
		`Can I book for ${size}, ${day.weekday} evening, ${time} if you have it?`,
	);
	const free = s.maybe(0.6);
	if (free) {
		s.tool('check_availability', query, { available: true, area: s.pick(['terrace', 'main room', 'bar']) });
		s.agent(`Yes, ${time} on ${day.weekday} works for ${size}. What name should I put it under?`);
	} else {
		const first = s.pick(times);
		s.tool('check_availability', query, { available: false, alternatives: [first, '9:15'] });
		s.agent(
			`${time} is fully booked, I'm afraid. I have ${first} or nine fifteen. Would either work?`,
			`We're full at ${time}. I could offer ${first}, or a quarter past nine.`,
		);
		s.user('Nine fifteen is too late. The other one, then.', `${first} is fine.`, 'Okay, the earlier one.');
		s.agent('Good. And the name, please?', 'Perfect. Under what name?');
	}
	s.user(`${s.person.full}.`, `It's ${s.person.full}. Same number I'm calling from.`);
	if (s.maybe(0.35)) {
		s.agent('Is it a special occasion?');
		const occasion = s.pick(occasions);
		s.user(`It's ${occasion}, actually.`, `Yes, well, ${occasion}.`);
	}
	if (s.maybe(0.4)) {
		const [question, title, text, answer] = s.pick(houseNotes);
		s.user(question);
		s.tool('search_policies', { query: title.toLowerCase(), limit: 1 }, [{ title, text }]);
		s.agent(answer);
	}
	const reference = `HT-${s.random.digits(5)}`;
	s.tool(
		'create_reservation',
		{ ...query, name: s.person.full, phone: s.person.phone },
		{ status: 'confirmed', reference },
	);
	s.agent(`You're all set for ${day.spoken}. Your reference is ${reference}; a text is on its way.`);
	s.bye();
	s.ends({
		intent: 'book_table',
		score: free ? 'Excellent' : 'Good',
		sentiment: 'positive',
		resolved: true,
		summary: `Guest booked a table for ${size} on ${day.spoken}.${free ? '' : ' The first choice of time was full.'}`,
		slots: { party_size: String(covers), date: day.iso, time, reference },
	});
}

function doubleBooking(s: ScriptBuilder): void {
	const day = s.day(0, 3);
	const time = s.pick(times);
	hello(s);
	s.user(
		`I just got two confirmation texts for ${day.weekday}. I only want one table.`,
		`Something odd: you've charged me two deposits for ${day.weekday} at ${time}.`,
	);
	const rows = [
		{ reference: `HT-${s.random.digits(5)}`, name: s.person.full, time, deposit: '40.00' },
		{ reference: `HT-${s.random.digits(5)}`, name: s.person.full, time, deposit: '40.00' },
	];
	s.tool('find_reservations', { phone: s.person.phone, date: day.iso }, rows);
	const [keep, drop] = [rows[0]?.reference ?? '', rows[1]?.reference ?? ''];
	s.agent(`I see it. There are two tables at ${time}, ${keep} and ${drop}. Shall I cancel the second?`);
	s.user("Yes, and I want that deposit back. That's your mistake, not mine.", 'Yes please. And the deposit?');
	if (s.maybe(0.55)) {
		s.tool(
			'cancel_reservation',
			{ reference: drop, refund: true },
			{ status: 'cancelled', refund: { amount: '40.00', days: 3 } },
		);
		s.agent('Cancelled. The 40 dollars go back to your card within three working days. Sorry about that.');
		s.user('Okay. Thank you.', 'Good. See you then.');
	} else {
		s.toolFails('cancel_reservation', { reference: drop, refund: true });
		s.agent("The system wouldn't let me cancel it. I'll try once more.");
		s.toolFails('cancel_reservation', { reference: drop, refund: true });
		s.agent(
			"It still fails, and I don't want to leave you with two. Let me put you through to the floor manager.",
		);
		s.transfer('floor-manager', 'Double booking, refund of deposit failed twice');
		s.user('Fine.', 'Sure, whatever gets it done.');
	}
	s.ends({
		intent: 'double_booking',
		score: 'Fair',
		sentiment: 'negative',
		resolved: true,
		summary: `Guest was booked twice for ${day.spoken} and asked for one deposit back.`,
		slots: { kept: keep, cancelled: drop },
	});
}

function runningLate(s: ScriptBuilder): void {
	const minutes = s.pick(['ten', 'fifteen', 'twenty', 'forty']);
	s.user(
		`Hi, we have a table at ${s.pick(times)} and we're running ${minutes} minutes late. The bridge is up.`,
		`Running ${minutes} min late, sorry!! Can you hold the table? 🙏`,
	);
	s.tool('find_reservations', { phone: s.person.phone }, [
		{ reference: `HT-${s.random.digits(5)}`, name: s.person.full },
	]);
	if (minutes === 'forty') {
		s.agent(
			'We hold tables for thirty minutes. I can move you to nine, or put you at the bar until one is free.',
		);
		s.user('The bar is fine.', 'Nine it is. Thanks for not throwing us out.');
	}
	s.agent(`Thank you for telling us, ${s.person.first}. It's noted, and the table is yours.`);
	s.user('You are the best.', 'Thanks! 😅', 'ok');
	s.ends({
		intent: 'running_late',
		score: 'Excellent',
		sentiment: 'positive',
		resolved: true,
		summary: `Guest is ${minutes} minutes late; the table was held.`,
	});
}

/** Harbor Table: a restaurant by the water. */
export const tableStories = [
	story('table', 'either', 14, ['Table booking', 'Dinner reservation', 'Book a table'], reserve),
	story('table', 'voice', 4, ['Double booking', 'Two confirmations', 'Deposit charged twice'], doubleBooking),
	story('table', 'chat', 4, ['Running late', 'Hold my table'], runningLate),
];
