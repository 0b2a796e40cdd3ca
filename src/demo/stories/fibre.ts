import { readOut } from '../people.ts';
import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

const lights = ['solid green', 'blinking orange', 'red', 'off', 'solid white', 'blinking blue'] as const;
const steps: readonly (readonly [ask: string, replies: readonly string[]])[] = [
	[
		'Please unplug the router, wait ten seconds, and plug it back in.',
		['It is coming up again.', 'Done.', 'Ten seconds... okay.'],
	],
	['Which light is on next to the globe?', lights.map((light) => `The globe is ${light}.`)],
	[
		'Can you move the cable from the yellow port to the blue one?',
		["It's in the blue one now.", 'There is no yellow one.'],
	],
	[
		'Open a browser and go to 192.168.1.1. What do you see?',
		['It says "this site can\'t be reached".', 'A login page.'],
	],
	[
		'Press and hold the small button on the back until the lights go out.',
		['With a pen? Okay. They are out.', 'Still on.'],
	],
	['Is the wall box humming, or is it quiet?', ['It is quiet.', 'It hums a little.', 'Which box?']],
	[
		'Could you try with your phone, on mobile data off?',
		['The phone shows the network, but no internet.', 'It loads now.'],
	],
	[
		'Is there an app called Fibrelane on your phone?',
		['Yes, I have it open.', 'No. Do I need it?', 'It wants an update.'],
	],
	[
		'Please run the test again where it is slowest.',
		['Up the stairs... it says four.', 'Twelve. That is more than before.'],
	],
	[
		'Are there any thick walls or a microwave in between?',
		['The kitchen is in between, yes.', 'Concrete. It is an old mill.'],
	],
	[
		'Which devices are using the internet right now?',
		['Two laptops and the TV.', 'Only this phone.', 'My son is gaming.'],
	],
];
const rooms = [
	'kitchen',
	'office',
	'bedroom',
	'attic',
	'garage',
	"kids' room",
	'living room',
	'hallway',
] as const;
const devices = [
	'laptop',
	'TV',
	'thermostat',
	'printer',
	'tablet',
	'doorbell',
	'game console',
	'baby monitor',
	'speaker',
] as const;
const states = [
	'It says connected, no internet.',
	'It found the network. It wants the password again.',
	'That one works now!',
	'Nothing. It keeps spinning.',
	'Two bars out of four.',
	'Hold on, it is updating.',
	'Error six five one.',
] as const;
const remarks = [
	'My neighbour has the same problem, by the way.',
	'It has been like this since the storm.',
	'My wife works from home, so this is really bad.',
	'I did all of that yesterday with your colleague.',
	'You are very patient.',
	'Sorry, the dog is sitting on the cable.',
	'Wait, I have to find my glasses.',
] as const;

function hello(s: ScriptBuilder): void {
	s.agent(
		'Fibrelane support, I am the automated technician. What is going wrong?',
		'Hi, this is Fibrelane. How can I help?',
	);
}

function outage(s: ScriptBuilder): void {
	hello(s);
	s.user(
		'The internet is down again.',
		"Nothing works. No TV, no phone, no internet. I'm calling from my cell.",
		'I have an exam online in twenty minutes and there is no connection!',
	);
	s.agent('I will check the line. What is your zip code?');
	s.user(s.medium === 'voice' ? `${readOut(s.person.zip)}.` : s.person.zip);
	if (s.maybe(0.4)) s.toolFails('check_outages', { zip: s.person.zip });
	const known = s.maybe(0.6);
	s.tool(
		'check_outages',
		{ zip: s.person.zip },
		known
			? { outage: true, cause: 'fibre cut', crew: 'on site', eta: `${s.random.int(1, 6)} h` }
			: { outage: false },
	);
	if (known) {
		s.agent('There is a damaged cable in your area. A crew is there, and it should be back this evening.');
		s.user(
			'This evening?! I am losing a whole day of work. What do I get for that?',
			'Okay. Can you text me when it is back?',
		);
		s.tool('add_credit', { days: 1, reason: 'outage' }, { ok: true, amount: '2.40' });
		s.agent('I have added a credit for today, and you will get a text when it is fixed.');
	} else {
		s.tool(
			'run_line_test',
			{ phone: s.person.phone },
			{ sync: false, loss_db: s.random.int(18, 40), last_seen: s.day(0, 0).iso },
		);
		s.agent('No outage is known, but I do not see your router. Is the green light on?');
		s.user(`It's ${s.pick(lights)}.`, 'There is no light at all.', 'Oh. The cleaner unplugged it. Sorry!');
		s.agent(
			'Then let us send somebody, unless it comes back in the next few minutes.',
			'Good. Give it two minutes, please.',
		);
	}
	s.bye();
	s.ends({
		intent: 'outage',
		score: known ? 'Fair' : 'Good',
		sentiment: known ? 'negative' : 'neutral',
		resolved: !known,
		summary: known
			? 'Caller is in an area with a known outage; credit added.'
			: 'No connection; line test run.',
		slots: { zip: s.person.zip },
	});
}

function walkThrough(s: ScriptBuilder, rounds: number): void {
	hello(s);
	s.user(
		'My Wi-Fi is terribly slow upstairs.',
		'I changed the router and now half the house has no internet.',
	);
	s.agent('Let us go through it step by step. Stay near the router if you can.');
	const first = s.random.int(0, steps.length - 1);
	for (let round = 0; round < rounds; round++) {
		if (round % 3 === 0 || rounds < 10) {
			const [ask, replies] = steps[(first + Math.ceil(round / (rounds < 10 ? 1 : 3))) % steps.length] ?? [
				'Is it better now?',
				['A little.'],
			];
			s.agent(ask);
			if (s.maybe(0.15)) s.silence(20, 90);
			s.user(...replies);
		} else {
			const [device, room] = [s.pick(devices), s.pick(rooms)];
			s.agent(
				`Now the ${device} in the ${room}. What does it say?`,
				`Please reconnect the ${device} in the ${room}.`,
				`And the ${device}? Is it still in the ${room}?`,
			);
			s.user(...states);
		}
		if (s.maybe(0.3)) {
			s.user(s.pick(remarks));
			s.agent('I see.', 'Understood.', 'No problem, take your time.', 'Thank you for telling me.');
		}
		if (s.maybe(0.35)) {
			const dbm = -s.random.int(41, 88);
			if (s.maybe(0.12)) s.toolFails('run_line_test', { phone: s.person.phone, round });
			else
				s.tool(
					'run_line_test',
					{ phone: s.person.phone, round },
					{ down: s.random.int(2, 480), up: s.random.int(1, 95), wifi_dbm: dbm },
				);
			s.agent(
				`The signal is at ${dbm} now.`,
				'I can see the router from here.',
				'That is a little better already.',
			);
		}
	}
	const fixed = s.maybe(0.6);
	if (fixed) s.user('Oh! It is fast now. What did we do?', 'Seventy! It says seventy!');
	else s.transfer('field-service', `Walk-through of ${rounds} steps without success`);
	s.agent(
		fixed
			? 'The channel was crowded, and we moved to a free one.'
			: 'A technician will call you to arrange a visit.',
	);
	s.ends({
		intent: 'slow_internet',
		score: fixed ? 'Good' : 'Fair',
		sentiment: fixed ? 'positive' : 'confused',
		resolved: fixed,
		summary: `Went through ${rounds} steps for slow Wi-Fi; ${fixed ? 'fixed by changing the channel' : 'a technician will visit'}.`,
	});
}

/** About 300 turns: the assistant walks a caller through every step it has. */
export const longSupportCall = story(
	'fibre',
	'voice',
	1,
	['Router setup, very long', 'Slow Wi-Fi, whole house'],
	(s) => walkThrough(s, s.random.int(82, 90)),
);

/** Fibrelane: no internet, or too little of it. */
export const fibreStories = [
	story('fibre', 'either', 10, ['No internet', 'Outage', 'Connection lost'], outage),
	story('fibre', 'voice', 6, ['Slow Wi-Fi', 'Router setup'], (s) => walkThrough(s, s.random.int(3, 9))),
];
