import type { JsonValue } from '../../domain/json.ts';
import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

const doctors = ['Dr. Osei', 'Dr. Lindgren', 'Dr. Park', 'Dr. Romero', 'the nurse practitioner'] as const;
const slots = ['8:20', '9:00', '10:40', '11:15', '2:10', '3:30', '4:15'] as const;

function hello(s: ScriptBuilder): void {
	s.agent(
		'Lakeside Family Clinic. If this is an emergency, please hang up and call 911. How can I help?',
		'Hello, Lakeside Family Clinic, the automated assistant speaking. What can I do for you?',
	);
}

function birthday(s: ScriptBuilder): string {
	const iso = `19${s.random.int(42, 99)}-0${s.random.int(1, 9)}-${s.random.int(10, 28)}`;
	s.agent('For your safety, may I have your date of birth?', 'And your date of birth, please?');
	s.user(iso.replace(/^(\d+)-0(\d)-(\d+)$/, '$2/$3/$1.'));
	return iso;
}

function move(s: ScriptBuilder): void {
	const doctor = s.pick(doctors);
	const from = s.day(1, 4);
	let to = s.day(5, 8);
	const slot = s.pick(slots);
	hello(s);
	s.user(
		`I need to move my appointment with ${doctor} on ${from.weekday} to ${to.weekday}.`,
		`I have to reschedule. Something came up at work on ${from.weekday}.`,
		`Hi, this is ${s.person.full}. Can I come another day instead of ${from.spoken}?`,
	);
	const born = birthday(s);
	s.tool(
		'find_patient',
		{ name: s.person.full, born },
		{
			patient_id: `P-${s.random.digits(6)}`,
			appointments: [{ with: doctor, date: from.iso, time: s.pick(slots) }],
		},
	);
	s.agent(`Thank you. I see your visit with ${doctor} on ${from.spoken}. When would suit you better?`);
	s.user(`${to.weekday}, if possible in the morning.`, `Any time on ${to.spoken}.`);
	if (s.maybe(0.2)) s.toolFails('list_free_slots', { doctor, date: to.iso });
	if (s.maybe(0.25)) {
		s.tool('list_free_slots', { doctor, date: to.iso }, { date: to.iso, free: [] });
		const full = to.weekday;
		to = s.day(9, 12);
		s.agent(
			`${full} is full, I'm sorry. Would ${to.spoken} work?`,
			`Nothing left then. ${to.spoken}, perhaps?`,
		);
		s.user('If there is nothing else.', 'Yes, that works, too.', 'Let me check... yes.');
	}
	s.tool('list_free_slots', { doctor, date: to.iso }, { date: to.iso, free: [slot, '4:45'] });
	s.agent(`I have ${slot} or a quarter to five on ${to.weekday}.`, `On ${to.spoken}, ${slot} is free.`);
	s.user(`${slot} is perfect.`, `Let's do ${slot}.`, `Okay, ${slot} then.`);
	s.tool('move_appointment', { doctor, date: to.iso, time: slot }, { status: 'moved', reminder: 'sms' });
	s.agent(`Your appointment is now on ${to.spoken} at ${slot}. You will get a reminder the day before.`);
	s.bye();
	s.ends({
		intent: 'move_appointment',
		score: 'Excellent',
		sentiment: 'positive',
		resolved: true,
		summary: `Moved an appointment with ${doctor} from ${from.spoken} to ${to.spoken}.`,
		slots: { doctor, from: from.iso, to: to.iso, time: slot },
	});
}

function refill(s: ScriptBuilder): void {
	const drug = s.pick([
		'lisinopril, ten milligrams',
		'my inhaler',
		'metformin',
		'the thyroid tablets',
		'amoxicillin',
	]);
	hello(s);
	s.user(`I'm almost out of ${drug}. Can I get a refill?`, `I need ${drug} again, please. Three days left.`);
	birthday(s);
	if (drug === 'amoxicillin') {
		s.tool(
			'list_prescriptions',
			{ patient: s.person.full },
			{ prescriptions: [], note: 'antibiotics need a visit' },
		);
		s.agent(
			'That is an antibiotic, so a doctor has to see you first. Shall I look for an appointment today?',
		);
		s.user("No, I don't have time for that. I know what I have.", 'Really? Okay, what do you have?');
		s.tool('list_free_slots', { date: s.day(0, 0).iso }, { free: ['4:45'] });
		s.agent('A quarter to five this afternoon is the only one left.');
		s.user("I'll take it.", 'Forget it.');
	} else {
		s.tool(
			'request_refill',
			{ patient: s.person.full, drug },
			{ status: 'sent_to_doctor', pharmacy: s.pick(['Walnut Street', 'Lakeside', 'mail order']) },
		);
		s.agent('I have sent the request to your doctor. The pharmacy usually has it by tomorrow noon.');
		s.user('Which pharmacy?', 'Can they deliver it?');
		s.agent('It is the one on file from last time, and they deliver for free within the city.');
	}
	s.bye();
	s.ends({
		intent: 'prescription_refill',
		score: 'Good',
		sentiment: 'neutral',
		resolved: drug !== 'amoxicillin',
		summary: `Asked for a refill of ${drug}.`,
		slots: { medication: drug },
	});
}

function urgent(s: ScriptBuilder): void {
	hello(s);
	s.user(
		"It's my husband, he has chest pain, and his left arm feels strange.",
		'My daughter has a fever of a hundred and four and she is really hard to wake up.',
	);
	s.agent(
		'This sounds like an emergency. Please call 911 right away, or stay on the line: I am connecting you to our nurse now.',
	);
	s.transfer('triage-nurse', 'Possible emergency, caller told to call 911');
	if (s.maybe()) {
		s.silence(6, 14);
		s.user('Hello? Is somebody there?', "It's ringing...");
		s.agent('You are being connected. If it takes more than a few seconds, please hang up and dial 911.');
	}
	s.ends({
		intent: 'emergency',
		score: 'Good',
		sentiment: 'negative',
		resolved: true,
		summary: 'Possible emergency; caller was told to call 911 and transferred to the nurse.',
	});
}

function labResults(s: ScriptBuilder): void {
	hello(s);
	s.user(
		'Are my lab results in? I had blood drawn last week.',
		'You left a voicemail about my test results.',
	);
	const born = birthday(s);
	s.tool(
		'get_lab_report',
		{ patient: s.person.full, born, detail: 'full' },
		labReport(s),
		s.random.between(2.5, 6),
	);
	s.silence(4, 9);
	s.agent(
		'They are here. I am not allowed to read values out, but your doctor has marked the report "no action needed".',
	);
	s.user('So everything is normal?', 'What about the cholesterol? Just tell me if it is high.');
	s.agent(
		'I can only say what the doctor wrote: no action needed. I can ask the office to call you about the details.',
	);
	s.user('Yes, please have them call.', "No, that's fine. What a relief.");
	s.bye();
	s.ends({
		intent: 'lab_results',
		score: 'Good',
		sentiment: 'positive',
		resolved: true,
		summary: 'Asked for lab results; told that the doctor marked them "no action needed".',
	});
}

/** A long and deep answer (about 20 kB of JSON), as hospital systems give them. */
function labReport(s: ScriptBuilder): JsonValue {
	const panels = ['Complete blood count', 'Lipid panel', 'Metabolic panel', 'Thyroid', 'Iron'].map(
		(name) => ({
			panel: { coding: [{ system: 'http://loinc.example.com', code: s.random.digits(5), display: name }] },
			specimen: {
				type: 'venous blood',
				collected: { at: s.day(-8, -6).iso, by: { practitioner: { ref: `N-${s.random.digits(4)}` } } },
			},
			observations: Array.from({ length: 18 }, (_, i) => ({
				code: `${s.random.digits(4)}-${i}`,
				value: {
					quantity: Number(s.money(1, 200)),
					unit: s.pick(['mg/dL', 'mmol/L', 'g/L', '%', '10*3/µL']),
				},
				range: { low: { value: s.random.int(1, 20) }, high: { value: s.random.int(60, 220) } },
				interpretation: s.pick(['N', 'N', 'N', 'H', 'L']),
				note: 'Measured on analyser 3 after daily calibration; hemolysis index below threshold.',
			})),
		}),
	);
	return {
		resourceType: 'Bundle',
		type: 'collection',
		total: panels.length,
		entry: panels,
		conclusion: { text: 'No action needed.' },
	};
}

/** Lakeside Family Clinic. */
export const clinicStories = [
	story('clinic', 'voice', 13, ['Move appointment', 'Reschedule visit', 'Appointment change'], move),
	story('clinic', 'either', 6, ['Prescription refill', 'Refill request'], refill),
	story('clinic', 'voice', 2, ['Emergency, transferred', 'Urgent symptoms'], urgent),
	story('clinic', 'voice', 3, ['Lab results'], labResults),
];
