import type { ScriptBuilder } from '../script-builder.ts';
import { story } from '../story.ts';

function confirm(s: ScriptBuilder): void {
	const day = s.day(1, 2);
	s.agent(
		`Hello ${s.person.first}, this is a reminder of your appointment on ${day.spoken}. Will you be there?`,
		`Hi, Lakeside Dental here about ${day.weekday} at ten. Can you confirm?`,
	);
	s.user('Yes.', "Yes, I'll be there.", 'yes ✅', 'Sure, see you then.');
	s.agent('Wonderful, see you then!', 'Thank you. Goodbye.');
	s.ends({
		intent: 'confirm',
		score: 'Excellent',
		sentiment: 'positive',
		resolved: true,
		summary: 'Appointment confirmed.',
	});
}

function voicemail(s: ScriptBuilder): void {
	s.user(
		`Hi, you've reached ${s.person.full}. I can't come to the phone right now. Leave a message after the tone. Beep.`,
		'The person you are calling is not available. At the tone, please record your message.',
	);
	s.tool('detect_machine', {}, { result: 'machine', confidence: 0.97 });
	s.agent(
		'This is a reminder of your appointment. Please call us back at 800 555 0199 if you cannot make it. Goodbye.',
	);
	s.ends({
		intent: 'voicemail',
		score: 'Fair',
		sentiment: 'neutral',
		resolved: false,
		summary: 'Reached a voicemail; message left.',
	});
}

function wrongNumber(s: ScriptBuilder): void {
	const other = s.pick(['Theodore', 'Mrs. Abernathy', 'Guadalupe', 'Mr. Chen']);
	s.agent(`Hello, am I speaking with ${other}?`);
	s.user(
		'No. Wrong number.',
		`There is no ${other} here. Please take me off your list.`,
		'Who is this? How did you get my number?',
	);
	s.agent('I apologise. I am removing this number. Goodbye.');
	s.tool('remove_contact', { phone: s.person.phone }, { removed: true });
	s.ends({
		intent: 'wrong_number',
		score: 'Fair',
		sentiment: 'negative',
		resolved: true,
		summary: 'Wrong number; contact removed.',
	});
}

function silent(s: ScriptBuilder): void {
	s.agent('Hello, this is a reminder from Lakeside Dental. Can you hear me?');
	s.silence(12, 30);
	s.agent('Hello?', 'Is anyone there?');
	s.silence(12, 40);
	if (s.maybe()) s.message('user', '', 2);
	s.agent('I cannot hear you, so I will hang up now. Goodbye.');
	s.ends({
		intent: 'no_speech',
		score: 'Poor',
		sentiment: 'neutral',
		resolved: false,
		summary: 'Nobody spoke.',
	});
}

function reschedule(s: ScriptBuilder): void {
	const day = s.day(1, 2);
	const other = s.day(4, 9);
	s.agent(
		`Reminder: you have an appointment on ${day.spoken} at 10:00. Reply C to confirm or R to reschedule.`,
	);
	s.user('R');
	s.tool('list_free_slots', { from: day.iso }, { free: [other.iso, s.day(10, 11).iso] });
	s.agent(`We have ${other.spoken} at 9:30. Is that okay?`);
	if (s.medium === 'chat') s.silence(300, 9000);
	if (s.maybe(0.3)) {
		s.user('no, later', 'can you do afternoon');
		s.agent('3:15 on the same day?');
	}
	s.user('ok', 'Y', 'yes pls', '👍');
	s.tool('move_appointment', { to: other.iso }, { status: 'moved' });
	s.agent(`Moved to ${other.spoken}. See you then.`);
	s.ends({
		intent: 'move_appointment',
		score: 'Good',
		sentiment: 'neutral',
		resolved: true,
		summary: `Moved to ${other.spoken}.`,
	});
}

function survey(s: ScriptBuilder): void {
	s.agent(
		'On a scale from 0 to 10, how likely are you to recommend us?',
		'Hi! Quick survey, two questions. Ready?',
	);
	s.user(String(s.random.int(0, 10)), '11', 'STOP', 'who is this', 'Ten, obviously 🎉');
	s.agent('Thank you. What is the main reason for your score?');
	if (s.maybe(0.6))
		s.user('prices', 'Your people are kind.', 'I waited 40 minutes on hold. Forty.', 'no reason', '🤷🏽‍♀️');
	s.ends({
		intent: 'survey',
		score: 'Fair',
		sentiment: 'neutral',
		resolved: true,
		summary: 'Survey answered.',
	});
}

/** Automatic calls and texts, most of them short; and a survey by a deleted assistant. */
export const reminderStories = [
	story('reminder', 'either', 12, ['Appointment reminder', 'Reminder'], confirm),
	story('reminder', 'voice', 6, ['Reminder, voicemail', 'Voicemail'], voicemail),
	story('reminder', 'voice', 4, ['Wrong number'], wrongNumber),
	story('reminder', 'voice', 3, ['No speech', 'Silent call'], silent),
	story('reminder', 'chat', 5, ['Reschedule by text', 'Reminder, R'], reschedule),
	story('gone', 'chat', 4, ['Spring survey'], survey),
];
