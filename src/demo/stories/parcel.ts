import { readOut } from '../people.ts';
import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

const depots = [
	'Oak Creek depot',
	'Newark hub',
	'the sorting centre in Reno',
	'Lyon Sud',
	'our Cicero station',
] as const;

const wishes = [
	['Can you leave it with the neighbour? Number 14.', 'Leave with neighbour, no. 14'],
	['Please put it behind the shed, not in front of the door.', 'Behind the shed'],
	['Will the driver call first?', null],
	["Tomorrow I'm out. Can it go to a shop nearby?", 'Deliver to nearest pick-up shop'],
	['great, thanks', null],
] as const;

function tracking(s: ScriptBuilder): string {
	return `PW${s.random.digits(9)}`;
}

function whereIsIt(s: ScriptBuilder): void {
	const number = tracking(s);
	const depot = s.pick(depots);
	if (s.medium === 'voice') s.agent('Parcelwing delivery desk. Do you have a tracking number for me?');
	s.user(
		`Where is my parcel? ${number}`,
		`My tracking has said "out for delivery" since ${s.day(-4, -2).weekday}. The number is ${number}.`,
		`Hi! Any news on ${number}? It's a birthday present 🎁`,
	);
	const outcome = s.pick(['moving', 'stuck', 'delivered'] as const);
	const events = [
		{ at: s.day(-5, -4).iso, status: 'picked_up', place: 'Shenzhen' },
		{ at: s.day(-3, -2).iso, status: 'customs_cleared', place: 'Anchorage' },
		{ at: s.day(-1, -1).iso, status: outcome === 'delivered' ? 'delivered' : 'at_depot', place: depot },
	];
	if (s.maybe(0.25)) s.toolFails('track_parcel', { tracking_number: number });
	s.tool('track_parcel', { tracking_number: number }, { tracking_number: number, events });
	if (outcome === 'moving') {
		s.agent(`It reached ${depot} yesterday and goes out tomorrow between nine and one.`);
		const [wish, text] = s.pick(wishes);
		s.user(wish);
		if (text === null) {
			s.agent(
				'The driver usually rings a few minutes before.',
				'You will see the van on the map from eight on.',
			);
		} else {
			s.tool('add_instruction', { tracking_number: number, text }, { ok: true });
			s.agent('The driver has that note now.', 'Noted for the driver.');
		}
	} else if (outcome === 'stuck') {
		s.agent(`It is at ${depot}, but the label was damaged, so it was not loaded. I can have it relabelled.`);
		s.user('And when would it arrive?', "So it's been sitting there for days and nobody told me?");
		s.tool(
			'relabel',
			{ tracking_number: number, address: s.person.street },
			{ ticket: `T${s.random.digits(6)}`, eta: s.day(2, 4).iso },
		);
		s.agent(`Relabelling is ordered. Please expect it by ${s.day(2, 4).spoken}.`);
	} else {
		s.agent('It was handed over yesterday at 16:12, signed "R. ABER". Is that someone in your house?');
		s.user(
			'Never heard of them.',
			'Nobody here is called that!',
			"Oh wait, that's Ruth from downstairs. Sorry!",
		);
		s.agent("I've opened a trace with the driver's photo. You will hear from us within a day.");
	}
	s.bye();
	s.ends({
		intent: 'track_parcel',
		score: outcome === 'moving' ? 'Excellent' : 'Fair',
		sentiment: outcome === 'moving' ? 'positive' : 'neutral',
		resolved: outcome !== 'delivered',
		summary: `Asked where parcel ${number} is; it was ${outcome === 'moving' ? 'on its way' : outcome}.`,
		slots: { tracking_number: number, depot },
	});
}

function misheard(s: ScriptBuilder): void {
	const right = s.random.digits(9);
	const at = s.random.int(2, 6);
	const wrong = right.slice(0, at) + ((Number(right[at]) + 4) % 10) + right.slice(at + 1);
	s.agent('Parcelwing. Please read me the nine digits after P W.');
	s.user(`${readOut(right)}.`);
	s.agent(`I have P W ${readOut(wrong)}.`, `Let me repeat: ${readOut(wrong)}. Is that right?`);
	if (s.maybe()) {
		s.user('Yes.', 'Uh, I think so.');
		s.tool(
			'track_parcel',
			{ tracking_number: `PW${wrong}` },
			{ error: { code: 'not_found', message: `No parcel PW${wrong}` } },
		);
		s.agent("I can't find a parcel with that number. Could you say it once more, slowly?");
	}
	s.user(
		`No. ${readOut(right.slice(0, at))}... ${readOut(right.slice(at))}. Not ${readOut(wrong[at] ?? '')}.`,
	);
	s.agent(`Sorry, the line is noisy. ${readOut(right)}?`);
	s.user('Yes! Finally.', "That's the one.", 'Correct.');
	const place = s.pick(depots);
	s.tool(
		'track_parcel',
		{ tracking_number: `PW${right}` },
		{ tracking_number: `PW${right}`, status: 'at_depot', place },
	);
	s.agent(`Got it: it's at ${place} and will be with you on ${s.day(1, 3).spoken}.`);
	s.bye();
	s.ends({
		intent: 'track_parcel',
		score: 'Fair',
		sentiment: 'confused',
		resolved: true,
		summary: 'The tracking number was misheard at first; after reading it again the parcel was found.',
		slots: { heard: `PW${wrong}`, meant: `PW${right}` },
	});
}

function damaged(s: ScriptBuilder): void {
	const number = tracking(s);
	const thing = s.pick([
		'a lamp',
		'two ceramic plant pots',
		'an espresso machine',
		'a 27-inch monitor',
		"my grandmother's clock",
	]);
	s.user(
		`The box arrived crushed and ${thing} inside is broken. I have photos 📷`,
		`so your driver threw ${thing} over the fence. it's in pieces 😡😡`,
		`Hello, I ordered ${thing} and it arrived damaged. Who do I talk to?`,
	);
	s.agent("Oh no, I'm sorry. Could you send the tracking number and a photo of the box and the contents?");
	s.silence(60, 900);
	s.user(`${number}`, `${number}, and here: https://photos.example.com/a/${s.random.hex(6)}`);
	s.tool(
		'create_claim',
		{ tracking_number: number, kind: 'damage', item: thing },
		{ claim: `CL-${s.random.digits(5)}`, decision: 'pending', limit: '100.00' },
	);
	s.agent('Thank you, the claim is open. Was the item worth more than 100 dollars?');
	if (s.maybe()) {
		const worth = s.money(120, 700);
		s.user(`Yes, ${worth}. I have the receipt.`);
		s.agent('Then a person decides, usually within two days. Please keep the box until then.');
		s.transfer('claims', `Damage above limit: ${worth}`);
		s.user('ok', 'And if they say no?', 'Two DAYS?');
	} else {
		s.user('No, about sixty.', 'nope');
		s.tool(
			'decide_claim',
			{ decision: 'refund' },
			{ decision: 'refund', amount: s.money(30, 99), paid_to: 'card' },
		);
		s.agent('Good news: approved. The refund goes to the card you paid with, in three to five days.');
		s.user('wow that was quick, thanks! 🙌', 'Thank you, I appreciate that.');
	}
	s.ends({
		intent: 'damage_claim',
		score: 'Good',
		sentiment: 'negative',
		resolved: true,
		summary: `Parcel ${number} arrived damaged (${thing}); a claim was opened.`,
		slots: { tracking_number: number, item: thing },
	});
}

function changeAddress(s: ScriptBuilder): void {
	const number = tracking(s);
	s.user(
		`I moved last week and forgot to change the address. Parcel ${number}.`,
		`need to change delivery address for ${number} asap`,
	);
	s.agent(`Sure. What is the new address?`);
	s.user(`${s.person.street}, ${s.person.zip}.`);
	s.toolHangs('validate_address', { street: s.person.street, zip: s.person.zip });
	s.user('Hello?', 'are you there', '???');
	s.agent('Sorry for the wait. The address check did not answer, so I am entering it without.');
	s.tool(
		'change_address',
		{ tracking_number: number, street: s.person.street, zip: s.person.zip, validated: false },
		{ ok: true, fee: '4.90' },
	);
	s.agent('Done. There is a fee of 4.90 for redirecting it. Is that all right?');
	s.user('Fine, I guess.', 'yes', 'You charge for that? Okay...');
	s.ends({
		intent: 'change_address',
		score: 'Fair',
		sentiment: 'neutral',
		resolved: true,
		summary: `Delivery address of ${number} changed; the address check never answered.`,
		slots: { tracking_number: number, zip: s.person.zip },
	});
}

/** Parcelwing: deliveries. */
export const parcelStories = [
	story('parcel', 'either', 12, ['Where is my parcel', 'Tracking', 'Parcel status'], whereIsIt),
	story('parcel', 'voice', 5, ['Tracking number unclear', 'Misheard number'], misheard),
	story('parcel', 'chat', 6, ['Damaged parcel', 'Broken on arrival', 'Damage claim'], damaged),
	story('parcel', 'chat', 4, ['Change of address', 'Redirect parcel'], changeAddress),
];
