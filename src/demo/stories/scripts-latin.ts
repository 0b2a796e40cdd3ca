import type { SceneScript } from '../story.ts';

/**
 * Scenes in languages with Latin letters. `a` is the assistant, `u` the guest, `t` a tool call; `|` separates texts,
 * one of which is picked; `{…}` is filled in.
 */
export const latinScripts: readonly SceneScript[] = [
	{
		language: 'es',
		title: 'Salida tardía',
		lines: [
			'a Casa Marina, buenas tardes. ¿En qué le puedo ayudar?',
			'u Hola, soy {name}, de la habitación {room}. ¿Podemos salir más tarde mañana?|Buenas, ¿a qué hora hay que dejar la habitación? Mi vuelo sale por la noche.',
			't',
			'a Sí, puedo ofrecerle la habitación hasta las {time} por {price} euros. ¿Le parece bien?|Claro. Hasta las {time} serían {price} euros más.',
			'u ¿{price} euros? El año pasado era gratis…|Perfecto, adelante.|Déjeme preguntarle a mi mujer… dice que sí.',
			'a Queda anotado. ¿Desea también un taxi al aeropuerto?',
			'u Sí, por favor, para dos personas y cuatro maletas.|No, gracias. ¡Muy amable!',
			'a ¡Perfecto! Que disfrute de la última noche, {first}.',
		],
	},
	{
		language: 'es',
		title: 'Paquete perdido',
		lines: [
			'u ¡Llevo una semana esperando mi paquete! Número {no}.|hola, dónde está mi pedido {no}?? 😤',
			't',
			'a Lo siento mucho. Está en el almacén desde el lunes porque falta el número del piso.',
			'u Es el 3.º B, ¡lo puse en el formulario!|3º izquierda',
			'a Gracias, ya lo he corregido. Llegará mañana entre las 9 y las {time}.',
			'u Más vale. Mañana no puedo faltar otra vez al trabajo.|vale gracias',
		],
	},
	{
		language: 'de',
		title: 'Zimmer mit Meerblick',
		lines: [
			'a Casa Marina, schönen guten Tag. Was kann ich für Sie tun?',
			'u Grüß Gott, {name} hier. Wir hatten ein Zimmer mit Meerblick gebucht und schauen auf die Müllcontainer.|Guten Tag, in Zimmer {room} geht die Klimaanlage nicht, und es sind 31 °C!',
			't',
			'a Das tut mir leid, {name}. Ich kann Sie um {time} Uhr in ein anderes Zimmer umziehen lassen, ohne Aufpreis.',
			'u Und wer trägt die Koffer? Meine Frau hat es am Rücken.|Na gut. Aber bitte nicht wieder neben dem Aufzug.',
			'a Selbstverständlich kommt jemand zu Ihnen. Als Entschuldigung schreibe ich Ihnen {price} Euro gut.',
			'u Das ist anständig, danke schön.|Das hätte ich auch erwartet. Auf Wiederhören.',
		],
	},
	{
		language: 'de',
		title: 'Sendungsverfolgung',
		lines: [
			'u Wo bleibt mein Paket? Sendungsnummer {no}|Laut Sendungsverfolgung wurde {no} zugestellt. Wurde es nicht.',
			't',
			'a Das Paket liegt beim Nachbarn, Hausnummer 12 a, bei Familie Öztürk.',
			'u Ah, da schau ich gleich. Warum steht das nicht auf der Karte?|Welche Karte? Es lag keine im Briefkasten!!',
			'a Der Zusteller hat die Benachrichtigungskarte vergessen. Ich gebe das weiter.',
			'u Alles klar, hab es. Danke 👍|ok',
		],
	},
	{
		language: 'fr',
		title: 'Réservation au restaurant',
		lines: [
			'a Casa Marina, bonjour. Comment puis-je vous aider ?',
			"u Bonjour, chambre {room}. Pourriez-vous nous réserver une table près de l'hôtel, ce soir vers {time} ?|Bonjour, je cherche un restaurant sans gluten, pas trop cher.",
			't',
			"a Je vous propose « L'Épicerie du Port », à six minutes à pied. Environ {price} euros par personne.",
			"u C'est un peu cher, non ?|Parfait, pour quatre personnes, dont un bébé.|Euh… ma belle-mère n'aime pas le poisson.",
			"a C'est noté. La table est au nom de {name}, et il y aura un plat de viande.",
			'u Merci beaucoup, vous êtes très aimable. À bientôt !|Super, merci.',
		],
	},
	{
		language: 'pt',
		title: 'Reserva duplicada',
		lines: [
			'u Boa noite! Fui cobrada duas vezes pela mesma reserva, a {no}.|oi, cobraram {price} duas vezes no meu cartão 😩',
			't',
			'a Já encontrei, {first}. Uma das cobranças é apenas uma pré-autorização e desaparece em até três dias.',
			'u E se não desaparecer?|Ah, entendi. Obrigada pela explicação!',
			'a Nesse caso, responda a esta mensagem e eu abro um pedido de estorno na hora.',
			'u Combinado. Valeu!|tá bom',
		],
	},
];
