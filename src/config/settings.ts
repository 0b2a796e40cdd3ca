import * as z from 'zod/mini';
import { type FileTrouble, troublePlace } from '../domain/file-trouble.ts';
import { isPortalUrl } from '../domain/portal-url.ts';
import { defaultSignalSettings, type SignalSettings } from '../domain/signals/signal.ts';
import { QueryError } from '../filter/errors.ts';
import { parseListQuery } from '../filter/parse.ts';
import type { Order } from '../filter/tree.ts';
import { FileProblem } from '../records/file-problem.ts';
import { guardTrouble, isGuard } from './guards.ts';
import { openJsonFile } from './json-file.ts';
import { type JsonText, objectOf, withJsonName, withJsonValue } from './json-text.ts';
import type { Reading } from './read-whole.ts';
import { readSignalSettings } from './signal-settings.ts';

/** The user's settings in `settings.json`. */
export type Settings = {
	/** Keys by action id; the program's help lists the ids. */
	readonly keys: { readonly [actionId: string]: readonly string[] };
	/** Borders and symbols in ASCII only. */
	readonly ascii: boolean;
	/** Headings over the columns of the list. */
	readonly headings: boolean;
	/** Wraps long lines. Saved between runs. */
	readonly wrapped: boolean;
	/** The list's order in the API's syntax. Saved between runs. */
	readonly order: string;
	/** Loads the conversations on screen to show their badges, at two requests a row. */
	readonly badges: boolean;
	/** The limits for signals, and the signals to hide. */
	readonly signals: SignalSettings;
	/** Stores "done" in metadata for everyone on the account, instead of on this computer. */
	readonly triageShared: boolean;
	/** The owner written to that metadata; '' means the user's name. */
	readonly triageOwner: string;
	/** The command of an alert: a program and its arguments, without a shell; empty for none. */
	readonly alertCommand: readonly string[];
	/** The address of a conversation in the portal, with placeholders such as `{id}`; '' for none. */
	readonly portalUrl: string;
	/** The country of phone numbers without a country code, for the redaction of exports: two letters, as `US`. */
	readonly redactCountry: string;
	/** Starts in live mode. */
	readonly live: boolean;
	/** How often to poll a live list while it changes, in seconds. */
	readonly liveSeconds: number;
	/** How long a lone ESC waits before it is the key Esc, in milliseconds; null for 50, or 100 over SSH. */
	readonly escapeMillis: number | null;
	/** Recent filters as query text, newest first. Saved between runs. */
	readonly recentFilters: readonly string[];
	/** Blocks writes to every account. */
	readonly readOnly: boolean;
	/** The accounts to block writes to: the hosts of their API, or `demo`. */
	readonly readOnlyProfiles: readonly string[];
	/** Allows plain http to other computers, although the API key then crosses the network unencrypted. */
	readonly allowHttp: boolean;
	/** The largest accepted answer in megabytes, decompressed. */
	readonly maxBodyMegabytes: number;
	/** How many days a deleted conversation stays in the local trash. */
	readonly trashDays: number;
	/** The size limit of the trash in megabytes. Deleting stops when it is full. */
	readonly trashMegabytes: number;
};

/** The values of settings that are not set. */
export const defaultSettings: Settings = {
	keys: {},
	ascii: false,
	headings: true,
	wrapped: true,
	order: 'last_message_at.desc.nullslast',
	badges: true,
	signals: defaultSignalSettings,
	triageShared: false,
	triageOwner: '',
	alertCommand: [],
	portalUrl: '',
	redactCountry: 'US',
	live: false,
	liveSeconds: 5,
	escapeMillis: null,
	recentFilters: [],
	readOnly: false,
	readOnlyProfiles: [],
	allowHttp: false,
	maxBodyMegabytes: 32,
	trashDays: 30,
	trashMegabytes: 500,
};

const schemas = {
	keys: z.record(z.string(), z.array(z.string())),
	ascii: z.boolean(),
	headings: z.boolean(),
	wrapped: z.boolean(),
	order: z.string().check(z.refine((text) => readOrder(text) !== null)),
	badges: z.boolean(),
	// Validated part by part, so that one wrong number does not reset the others.
	signals: z.unknown(),
	triageShared: z.boolean(),
	triageOwner: z.string(),
	alertCommand: z
		.array(z.string())
		.check(z.refine((words) => words[0] !== '' && !words.join('').includes('\0'))),
	portalUrl: z.string().check(z.refine(isPortalUrl)),
	redactCountry: z.string().check(z.regex(/^[A-Z]{2}$/)),
	live: z.boolean(),
	liveSeconds: z.number().check(z.minimum(1), z.maximum(3600)),
	escapeMillis: z.nullable(z.number().check(z.minimum(5), z.maximum(2000))),
	recentFilters: z.array(z.string()),
	readOnly: z.boolean(),
	readOnlyProfiles: z.array(z.string()),
	allowHttp: z.boolean(),
	maxBodyMegabytes: z.number().check(z.minimum(1), z.maximum(500)),
	trashDays: z.number().check(z.positive()),
	trashMegabytes: z.number().check(z.positive()),
} as const;

const expected: Readonly<Record<keyof Settings, string>> = {
	keys: 'an object of lists of keys, like {"list.next": ["j"]}',
	ascii: 'true or false',
	headings: 'true or false',
	wrapped: 'true or false',
	order: 'an order of the API, like "created_at.desc,name"',
	badges: 'true or false',
	signals: 'an object',
	triageShared: 'true or false',
	triageOwner: 'a name, like "night shift"',
	alertCommand: 'a list of a program and its arguments, like ["notify-send", "tconv"]',
	portalUrl: 'an address, like "https://portal.telnyx.com/#/ai/conversations/{id}"',
	redactCountry: 'a country as two capital letters, like "US" or "DE"',
	live: 'true or false',
	liveSeconds: 'a number of seconds from 1 to 3600',
	escapeMillis: 'a number of milliseconds from 5 to 2000, or null',
	recentFilters: 'a list of query texts, like ["channel:phone_call after:24h"]',
	readOnly: 'true or false',
	readOnlyProfiles: 'a list of hosts, like ["api.telnyx.com"]; "demo" is the sample data',
	allowHttp: 'true or false',
	maxBodyMegabytes: 'a number of megabytes from 1 to 500',
	trashDays: 'a number of days above 0, like 30',
	trashMegabytes: 'a number of megabytes above 0, like 500',
};

/** Settings that have another name now, old to new. A file may still say the old one; saving writes the new one. */
const oldNames: ReadonlyMap<string, keyof Settings> = new Map([['watchCommand', 'alertCommand']]);

/** Parses an order in the API's syntax; null if it is invalid. */
export function readOrder(text: string): readonly Order[] | null {
	try {
		return parseListQuery([['order', text]]).order;
	} catch (error) {
		if (error instanceof QueryError) return null;
		throw error;
	}
}

/** The settings, their problems (one sentence each), and the functions to save them. */
export type SettingsFile = {
	readonly path: string;
	readonly settings: Settings;
	readonly problems: readonly string[];
	/** The reason why all writes are blocked: an unreadable file or an unclear guard; null if they are not. */
	readonly hold: FileTrouble | null;
	/** Reads the file again and returns the trouble that prevents saving, or null. */
	readonly look: () => FileTrouble | null;
	/** Creates the file's folder. Throws a `FileProblem` if that fails. */
	readonly prepare: () => Promise<void>;
	/**
	 * Sets one value in the file, computed from the value there now. The rest of the file stays. Throws a
	 * `FileProblem` if the file cannot be read whole or written.
	 */
	readonly save: <K extends keyof Settings>(
		name: K,
		next: (now: Settings[K]) => Settings[K],
	) => Promise<void>;
	/** Resolves once every value is written or refused. */
	readonly idle: () => Promise<void>;
};

/**
 * Reads the settings from `folder`. A setting of the wrong kind is reported and its default applies. An unreadable
 * file or an unclear guard blocks all writes. The file itself is not changed.
 */
export function openSettings(folder: string | null, isHung = false): SettingsFile {
	const file = openJsonFile('settings', folder, isHung);
	const reading = file.read();
	return {
		...understood(file.path, reading),
		path: file.path,
		look: () => understood(file.path, file.read()).hold,
		prepare: file.prepare,
		save: (name, next) => file.change((before) => withSetting(file.path, before, name, next)),
		idle: file.idle,
	};
}

function understood(path: string, reading: Reading): Pick<SettingsFile, 'settings' | 'problems' | 'hold'> {
	if (reading.kind === 'absent') return { settings: defaultSettings, problems: [], hold: null };
	if (reading.kind === 'trouble') {
		const { trouble } = reading;
		const problem = `${troublePlace(trouble)}: ${trouble.why}. Read-only until it is fixed (:config).`;
		return { settings: defaultSettings, problems: [problem], hold: trouble };
	}
	const { json, writer } = reading;
	const problems: string[] = [];
	const settings = { ...defaultSettings, ...checked(json, problems) };
	const hold = guardTrouble(path, json, {
		isSetting: (name) => nameOf(name) !== null,
		mustBe: (name, value) => (schemas[name].safeParse(value).success ? null : expected[name]),
	});
	if (hold !== null)
		problems.unshift(`${troublePlace(hold)}: ${hold.why}. Read-only until it is fixed (:config).`);
	if (writer === null || settings.alertCommand.length === 0) return { settings, problems, hold };
	problems.push(`alertCommand is not run: ${writer}.`);
	return { settings: { ...settings, alertCommand: [] }, problems, hold };
}

function withSetting<K extends keyof Settings>(
	path: string,
	before: JsonText,
	name: K,
	next: (now: Settings[K]) => Settings[K],
): string {
	const found = before.entries.filter((entry) => nameOf(entry.name) === name);
	if (found.length > 1 && found.every((entry) => entry.name === found[0]?.name))
		throw new FileProblem(`${path}: “${name}” is set twice. Remove one, then save again.`);
	if (found.length > 1)
		throw new FileProblem(`${path}: “${name}” is set under its old name too. Remove that, then save again.`);
	const [entry] = found;
	if (entry !== undefined && !schemas[name].safeParse(entry.value).success)
		throw new FileProblem(
			`${path}:${entry.place.line}: “${entry.name}” must be ${expected[name]}. Fix it first.`,
		);
	const now = { ...defaultSettings, ...checked(before, []) }[name];
	const renamed =
		entry === undefined || entry.name === name ? before : withJsonName(before, entry.name, name);
	const text = withJsonValue(renamed, [name], next(now));
	if (text === null)
		throw new FileProblem(
			`${path}: “${name}” cannot be set without losing other values. Edit the file by hand.`,
		);
	return text;
}

function checked(json: JsonText, problems: string[]): Partial<Settings> {
	const known: { -readonly [K in keyof Settings]?: Settings[K] } = {};
	const values = objectOf(json);
	for (const [written, value] of Object.entries(values)) {
		if (written === '__internal__') continue;
		const name = nameOf(written);
		if (name === null) problems.push(`settings.json: there is no setting “${written}”.`);
		else if (name !== written && Object.hasOwn(values, name))
			problems.push(
				`settings.json: “${written}” is the old name of “${name}”, which is set too and counts. Remove the old one.`,
			);
		else if (!schemas[name].safeParse(value).success) {
			if (isGuard(name)) known.readOnly = true;
			else problems.push(`settings.json: “${written}” must be ${expected[name]}; the default applies.`);
		} else if (name === 'signals') known.signals = readSignalSettings(value, problems);
		else Object.assign(known, { [name]: value });
	}
	return known;
}

/** The setting that a name in the file stands for, in its present or its old spelling; null for neither. */
function nameOf(name: string): keyof Settings | null {
	return isSettingName(name) ? name : (oldNames.get(name) ?? null);
}

function isSettingName(name: string): name is keyof Settings {
	return Object.hasOwn(schemas, name);
}
