import type { JsonObject } from '../../domain/json.ts';
import type { ScriptBuilder } from '../script-builder.ts';
import { type SceneScript, type Story, story } from '../story.ts';
import { latinScripts } from './scripts-latin.ts';
import { otherScripts } from './scripts-other.ts';

function play(s: ScriptBuilder, script: SceneScript): void {
	const slots: { readonly [name: string]: string } = {
		name: s.person.full,
		first: s.person.first,
		room: s.random.digits(3),
		time: `${s.random.int(10, 22)}:${s.pick(['00', '15', '30'])}`,
		price: String(s.random.int(15, 95)),
		no: `PW${s.random.digits(9)}`,
	};
	const fill = (text: string): string =>
		text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole);
	for (const line of script.lines) {
		const texts = line.slice(2).split('|');
		if (line.startsWith('t')) look(s, script, slots);
		else if (line.startsWith('u')) s.verbatim(fill(s.pick(texts)));
		else s.agent(fill(s.pick(texts)));
	}
	s.ends({
		intent: isParcel(script) ? 'track_parcel' : 'concierge',
		score: s.pick(['Excellent', 'Good', 'Good', 'Fair']),
		sentiment: s.pick(['positive', 'neutral', 'negative']),
		resolved: true,
		summary: `${script.title} (${script.language}): the request was handled in the guest's own language.`,
		slots: { language: script.language },
	});
}

/** Scenes opened by the end user are about parcels; the others are calls to the hotel. */
function isParcel(script: SceneScript): boolean {
	return script.lines[0]?.startsWith('u') ?? false;
}

function look(s: ScriptBuilder, script: SceneScript, slots: { readonly [name: string]: string }): void {
	const parcel = isParcel(script);
	const tool = parcel ? 'track_parcel' : 'find_booking';
	const input: JsonObject = parcel ? { tracking_number: slots.no ?? '' } : { name: s.person.full };
	if (s.maybe(0.15)) s.toolFails(tool, input);
	const found: JsonObject = parcel
		? { ...input, status: 'at_depot', eta: s.day(0, 1).iso, addressee: s.person.full }
		: {
				guest: s.person.full,
				room: slots.room ?? null,
				nights: s.random.int(1, 9),
				until: slots.time ?? null,
			};
	s.tool(tool, input, found);
}

const abroad = [...latinScripts, ...otherScripts].map(
	(script): Story => ({
		assistant: isParcel(script) ? 'parcel' : 'hotel',
		medium: isParcel(script) ? 'chat' : 'either',
		language: script.language,
		weight: script.language === 'es' ? 3 : 2,
		titles: [script.title],
		play: (s) => play(s, script),
	}),
);

/** A call in English that switches to Spanish. */
const switchOver = story('clinic', 'voice', 3, ['¿Habla español?', 'Language switch'], (s) => {
	const day = s.day(1, 6);
	s.agent('Lakeside Family Clinic, how can I help?');
	s.verbatim('Hello, I have… how do you say… cita? ¿Habla español?');
	s.agent('¡Claro que sí! Podemos seguir en español. ¿Quiere pedir una cita?');
	s.verbatim(
		s.pick([
			'Ay, qué bueno. Sí, para mi hijo, tiene tos desde el sábado.',
			'Sí, gracias. Para cambiar la del jueves.',
		]),
	);
	s.tool('list_free_slots', { date: day.iso, language: 'es' }, { free: ['9:40', '15:20'] });
	s.agent('Tengo a las 9:40 o a las 15:20. ¿Cuál prefiere?');
	s.verbatim('La primera, por favor. Mil gracias.');
	s.agent('Listo. Le envío un mensaje con la dirección.');
	s.ends({
		intent: 'book_appointment',
		score: 'Excellent',
		sentiment: 'positive',
		resolved: true,
		summary: 'The caller switched to Spanish; an appointment was booked.',
		slots: { language: 'es' },
	});
});

/** Someone who writes mostly in emoji, families and flags among them. */
const emoji = story('hotel', 'chat', 3, ['🏖️ Family week', 'Pool 🏊‍♀️?'], (s) => {
	s.verbatim(
		s.pick(['hiii 👋🏽 is the pool open? we are 👨‍👩‍👧‍👦 + 🐕‍🦺', '🏊‍♂️❓ 👩‍👩‍👦 coming 🇲🇽➡️🇺🇸 tomorrow!!']),
	);
	s.agent('Hi! 🌴 The pool is open from 8 to 20. Dogs may rest in the shade next to it.');
	s.verbatim(s.pick(['❤️❤️❤️ and 🍳?', 'towels 1️⃣ or 2️⃣ each?', '⚠️ my little one has a 🥜 allergy']));
	s.tool('search_policies', { query: 'pool breakfast allergy' }, [
		{ title: 'Breakfast 🥐', text: '7–10:30, nut-free corner ✅' },
	]);
	s.agent('Breakfast is from 7 to 10:30, with a nut-free corner ✅, and towels are as many as you like 🙂');
	s.verbatim(s.pick(['🙏🏿🙏🏿 see u 🧑🏻‍🤝‍🧑🏿', 'YAY 🎉👩🏽‍🚀', '👌🏼']));
	s.ends({
		intent: 'concierge',
		score: 'Excellent',
		sentiment: 'positive',
		resolved: true,
		summary: 'Pool and breakfast 🏊‍♀️🥐.',
	});
});

/** Stories in other languages and scripts. */
export const abroadStories: readonly Story[] = [...abroad, switchOver, emoji];
