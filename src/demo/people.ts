import type { Random } from '../domain/random.ts';

/** The languages of the sample conversations. */
export type Language = 'en' | 'es' | 'de' | 'fr' | 'pt' | 'ja' | 'zh' | 'ko' | 'ar' | 'he' | 'hi' | 'th';

/** The end user. Numbers are invented, from the range that a country reserves for fiction if it has one. */
export type Person = {
	readonly first: string;
	readonly full: string;
	readonly phone: string;
	readonly email: string;
	readonly street: string;
	readonly zip: string;
};

type Locale = { readonly names: readonly string[]; readonly phone: (random: Random) => string };

const areas = ['312', '415', '646', '205', '713', '206', '305', '512', '617', '702', '404', '303'];
const streets = [
	'Maple Street',
	'Oak Avenue',
	'Harbor Road',
	'Juniper Lane',
	'West 4th Street',
	'Lakeview Drive',
	'Mill Pond Road',
	"St. Mary's Court",
	'Hawthorne Boulevard',
	'Prairie View',
];

const english = (
	'Dana Whitfield|Marcus Bell|Priya Raman|Owen Gallagher|Tasha Monroe|Luis Ortega|Hannah Kessler|Jerome Baptiste|' +
	"Siobhan O'Rourke|Grace Liu|Walter Nyström|Aisha Karim|Ben Foster|Carla Mendes|Dev Patel|Ruth Abernathy|" +
	'Tomasz Zieliński|Imani Brooks|Kyle Sandoval|Nora Lindqvist|Peter van der Meer|Yuki Tanaka|Rosa Delgado|Sam Okafor|' +
	'Ellen Marsh|Victor Hale|Jun Park|Beatrice Fontaine|Hugo Steiner|Leila Haddad|Frank Moretti|Zoë Hartley'
).split('|');

const locales: { readonly [language in Language]: Locale } = {
	en: { names: english, phone: (r) => `+1${r.pick(areas)}55501${r.digits(2)}` },
	es: {
		names: ['María Fernández Ruiz', 'José Ángel Muñoz', 'Lucía Peña', 'Iñaki Echeverría'],
		phone: (r) => `+34600000${r.digits(3)}`,
	},
	de: {
		names: ['Jürgen Weiß', 'Käthe Großmann', 'Sören Müller', 'Anneliese Köhler'],
		phone: (r) => `+49301234${r.digits(4)}`,
	},
	fr: {
		names: ['Chloé Lefèvre', 'Benoît Garçon', 'Anaïs Duchêne', 'Théo Marchand'],
		phone: (r) => `+3319900${r.digits(4)}`,
	},
	pt: {
		names: ['João Conceição', 'Inês Guimarães', 'Antônio Assunção'],
		phone: (r) => `+5511900000${r.digits(3)}`,
	},
	ja: { names: ['佐藤 美咲', '鈴木 健太', '高橋 さくら', '渡辺 翔'], phone: (r) => `+8190000${r.digits(5)}` },
	zh: { names: ['王小明', '李雪梅', '张伟', '欧阳静'], phone: (r) => `+861350000${r.digits(4)}` },
	ko: { names: ['김민준', '이서연', '박지훈', '최수빈'], phone: (r) => `+82100000${r.digits(4)}` },
	ar: {
		names: ['فاطمة الزهراء', 'محمد عبد الله', 'ليلى حداد', 'يوسف منصور'],
		phone: (r) => `+97150000${r.digits(4)}`,
	},
	he: { names: ['נועה כהן', 'אורי לוי', 'תמר מזרחי'], phone: (r) => `+97250000${r.digits(4)}` },
	hi: { names: ['अनन्या शर्मा', 'राहुल वर्मा', 'प्रिया सिंह'], phone: (r) => `+9190000${r.digits(5)}` },
	th: { names: ['สมชาย ใจดี', 'นภา ศรีสุข', 'กิตติ วงศ์ไทย'], phone: (r) => `+6680000${r.digits(4)}` },
};

/** Makes a person who speaks `language`. */
export function makePerson(random: Random, language: Language): Person {
	const locale = locales[language];
	const full = random.pick(locale.names);
	const [first = full] = full.split(' ');
	const ascii = full
		.normalize('NFD')
		.replace(/[^A-Za-z ]/g, '')
		.toLowerCase()
		.trim();
	const mailbox = ascii === '' ? `user${random.digits(4)}` : ascii.replaceAll(' ', '.');
	return {
		first,
		full,
		phone: locale.phone(random),
		email: `${mailbox}@example.com`,
		street: `${random.int(3, 4800)} ${random.pick(streets)}`,
		zip: random.digits(5),
	};
}

const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Digits read aloud: `407` is "four zero seven". */
export function readOut(digits: string): string {
	return [...digits].map((digit) => digitWords[Number(digit)] ?? digit).join(' ');
}
