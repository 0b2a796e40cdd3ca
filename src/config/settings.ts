import * as z from 'zod/mini';
import { reasonOf } from '../domain/reason.ts';
import { defaultSignalSettings, type SignalSettings } from '../domain/signals/settings.ts';
import { QueryError } from '../filter/errors.ts';
import { parseListQuery } from '../filter/parse.ts';
import type { Order } from '../filter/tree.ts';
import { openJsonFile } from './json-file.ts';
import { readSignalSettings } from './signal-settings.ts';

/** What a user can set, in `settings.json`. */
export type Settings = {
	/** Keys by action id; see help in the program for the ids. */
	readonly keys: { readonly [actionId: string]: readonly string[] };
	/** Borders and signs in ASCII only. */
	readonly ascii: boolean;
	/** Long lines wrap. Kept from run to run. */
	readonly wrapped: boolean;
	/** What the list is ordered by, as the API's `order` says it. Kept from run to run. */
	readonly order: string;
	/** Whether rows on screen are looked into for their badges: that costs two requests a row. */
	readonly badges: boolean;
	/** What counts as a sign of trouble in a conversation, and which of those signs nobody wants to see. */
	readonly signals: SignalSettings;
	/** Whether what is done with is kept in metadata, for everybody who looks, instead of on this machine. */
	readonly triageShared: boolean;
	/** Who is written there; '' for the name of the user. */
	readonly triageOwner: string;
	/** What a watched view runs: a program and its arguments, without a shell; empty for nothing. */
	readonly watchCommand: readonly string[];
	/** Whether the program starts live. */
	readonly live: boolean;
	/** How often a live list is looked at while things change, in seconds. */
	readonly liveSeconds: number;
	/** The filters asked for lately, as lines, the last one first. Kept from run to run. */
	readonly recentFilters: readonly string[];
	/** Nothing is written to any account. */
	readonly readOnly: boolean;
	/** The accounts that nothing is written to: the hosts of their API, or `demo`. */
	readonly readOnlyProfiles: readonly string[];
	/** For how many days a deleted conversation stays in the local trash. */
	readonly trashDays: number;
	/** How many megabytes the trash may hold; where it is full, nothing is deleted. */
	readonly trashMegabytes: number;
};

/** What holds where nothing is set. */
export const defaultSettings: Settings = {
	keys: {},
	ascii: false,
	wrapped: true,
	order: 'last_message_at.desc.nullslast',
	badges: true,
	signals: defaultSignalSettings,
	triageShared: false,
	triageOwner: '',
	watchCommand: [],
	live: false,
	liveSeconds: 5,
	recentFilters: [],
	readOnly: false,
	readOnlyProfiles: [],
	trashDays: 30,
	trashMegabytes: 500,
};

const schemas = {
	keys: z.record(z.string(), z.array(z.string())),
	ascii: z.boolean(),
	wrapped: z.boolean(),
	order: z.string().check(z.refine((text) => readOrder(text) !== null)),
	badges: z.boolean(),
	// Read part by part, so that one wrong number does not cost the others.
	signals: z.unknown(),
	triageShared: z.boolean(),
	triageOwner: z.string(),
	watchCommand: z
		.array(z.string())
		.check(z.refine((words) => words[0] !== '' && !words.join('').includes('\0'))),
	live: z.boolean(),
	liveSeconds: z.number().check(z.minimum(1), z.maximum(3600)),
	recentFilters: z.array(z.string()),
	readOnly: z.boolean(),
	readOnlyProfiles: z.array(z.string()),
	trashDays: z.number().check(z.positive()),
	trashMegabytes: z.number().check(z.positive()),
} as const;

const expected: Readonly<Record<keyof Settings, string>> = {
	keys: 'an object of lists of keys, like {"list.next": ["j"]}',
	ascii: 'true or false',
	wrapped: 'true or false',
	order: 'an order of the API, like "created_at.desc,name"',
	badges: 'true or false',
	signals: 'an object',
	triageShared: 'true or false',
	triageOwner: 'a name, like "night shift"',
	watchCommand: 'a list of a program and its arguments, like ["notify-send", "tconv"]',
	live: 'true or false',
	liveSeconds: 'a number of seconds from 1 to 3600',
	recentFilters: 'a list of filters as lines, like ["channel:phone_call after:24h"]',
	readOnly: 'true or false',
	readOnlyProfiles: 'a list of hosts, like ["api.telnyx.com"]; the samples go by "demo"',
	trashDays: 'a number of days above 0, like 30',
	trashMegabytes: 'a number of megabytes above 0, like 500',
};

/** An order as the API writes it; null for text that is none. */
export function readOrder(text: string): readonly Order[] | null {
	try {
		return parseListQuery([['order', text]]).order;
	} catch (error) {
		if (error instanceof QueryError) return null;
		throw error;
	}
}

/** Settings as read, what was wrong with them (each a sentence), and the way to keep one. */
export type SettingsFile = {
	readonly path: string;
	readonly settings: Settings;
	readonly problems: readonly string[];
	/** Writes one setting; the others in the file stay as they are. Throws what the file system throws. */
	readonly save: <K extends keyof Settings>(name: K, value: Settings[K]) => void;
};

/**
 * Reads the settings from `folder`, or from the platform's own place. A setting of the wrong kind is told of and its
 * default taken; a file that is no JSON object is set aside under another name, never overwritten. Where nothing can be
 * read or written the defaults hold, and `save` throws.
 */
export function openSettings(now: () => number, folder?: string): SettingsFile {
	try {
		return readSettings(now, folder);
	} catch (error) {
		const reason = reasonOf(error);
		return {
			path: folder ?? '',
			settings: defaultSettings,
			problems: [`The settings could not be read; the defaults hold: ${reason}`],
			save: () => {
				throw error;
			},
		};
	}
}

function readSettings(now: () => number, folder: string | undefined): SettingsFile {
	const problems: string[] = [];
	const file = openJsonFile('settings', now, folder);
	const stored = file.read();
	if (file.isDamaged()) {
		const aside = file.setAside();
		problems.push(`The settings were no JSON object and are set aside as ${aside}; the defaults hold.`);
	}
	return {
		path: file.path,
		settings: { ...defaultSettings, ...checked(stored, problems) },
		problems,
		save: (name, value) => file.set(name, value),
	};
}

function checked(stored: Record<string, unknown>, problems: string[]): Partial<Settings> {
	const known: { -readonly [K in keyof Settings]?: Settings[K] } = {};
	for (const [name, value] of Object.entries(stored)) {
		if (name === '__internal__') continue;
		if (!isSettingName(name)) problems.push(`settings.json: there is no setting “${name}”.`);
		else if (!schemas[name].safeParse(value).success) {
			const isGate = name === 'readOnly' || name === 'readOnlyProfiles';
			// Whoever set it wanted something held back: until it can be read, everything is.
			if (isGate) known.readOnly = true;
			const instead = isGate ? 'until then nothing is written to any account' : 'its default holds';
			problems.push(`settings.json: “${name}” must be ${expected[name]}; ${instead}.`);
		} else if (name === 'signals') known.signals = readSignalSettings(value, problems);
		else Object.assign(known, { [name]: value });
	}
	return known;
}

function isSettingName(name: string): name is keyof Settings {
	return Object.hasOwn(schemas, name);
}
