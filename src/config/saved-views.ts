import * as z from 'zod/mini';
import { type FileTrouble, troublePlace, troubleSentence } from '../domain/file-trouble.ts';
import { mergeSavedViews } from '../filter/merge-saved-views.ts';
import { builtInSavedViews, type SavedViews } from '../filter/saved-views.ts';
import { FileProblem } from '../records/file-problem.ts';
import { openJsonFile } from './json-file.ts';
import { type JsonText, objectOf, withJsonValue } from './json-text.ts';
import type { Reading } from './read-whole.ts';

/** The views of one account, the problems of their file (one sentence each), and the functions to save them. */
export type SavedViewsFile = {
	readonly path: string;
	readonly saved: SavedViews;
	readonly problems: readonly string[];
	/** Reads the file again and returns the trouble that prevents saving, or null. */
	readonly look: () => FileTrouble | null;
	/** Reads this account's views from the file. Throws a `FileProblem` if that fails. */
	readonly read: () => SavedViews;
	/**
	 * Merges the changes from `base` to `mine` into the file, where another instance may have made changes too.
	 * Returns the merged views. Throws a `FileProblem` and leaves the file unchanged if it cannot be read or written.
	 */
	readonly save: (base: SavedViews, mine: SavedViews) => Promise<SavedViews>;
};

/** The current version of the file format. */
const schemaVersion = 2;

const plainView = { id: z.string(), name: z.string(), line: z.string(), order: z.string() };
const view = z.looseObject({ ...plainView, watch: z.nullable(z.enum(['bell', 'notify', 'command'])) });
const account = z.looseObject({ views: z.array(view), startId: z.nullable(z.string()) });
const current = z.object({ version: z.literal(schemaVersion), profiles: z.record(z.string(), account) });
type Stored = z.infer<typeof current>;

/** Version 1 has no alerts. */
const first = z.object({
	version: z.literal(1),
	profiles: z.record(
		z.string(),
		z.object({ views: z.array(z.object(plainView)), startId: z.nullable(z.string()) }),
	),
});

/** Version 0 has neither version nor ids: for each account a list of names and lines, written by hand. */
const byHand = z.record(
	z.string(),
	z.array(z.object({ name: z.string(), line: z.string(), order: z.optional(z.string()) })),
);

/** The names under which the file has the views of an account: those of an earlier one count until its own are there. */
type Names = { readonly own: string; readonly earlier: readonly string[] };

/**
 * Reads the views of an account from `views.json` in `folder`. An unreadable file or one of a later version is left
 * unchanged, and saving to it fails. Without views of the account the built-in ones apply.
 */
export function openSavedViews(names: Names, folder: string | null, isHung = false): SavedViewsFile {
	const file = openJsonFile('views', folder, isHung);
	const stored = (): Stored => {
		const understood = read(file.path, file.read());
		if ('trouble' in understood) throw new FileProblem(troubleSentence(understood.trouble));
		return understood.stored;
	};
	const first = read(file.path, file.read());
	const trouble = 'trouble' in first ? first.trouble : null;
	return {
		path: file.path,
		saved: 'trouble' in first ? builtInSavedViews : viewsOf(first.stored, names),
		problems:
			trouble === null
				? []
				: [
						`${troublePlace(trouble)}: ${trouble.why}. Saved views cannot change until it is fixed (:config).`,
					],
		look: () => {
			const now = read(file.path, file.read());
			return 'trouble' in now ? now.trouble : null;
		},
		read: () => viewsOf(stored(), names),
		save: async (base, mine) => {
			let merged = mine;
			await file.change((before) => {
				const understood = readStored(file.path, before);
				if ('trouble' in understood) throw new FileProblem(troubleSentence(understood.trouble));
				merged = mergeSavedViews(base, mine, viewsOf(understood.stored, names));
				return withViews(before, understood.stored, names.own, merged);
			});
			return merged;
		},
	};
}

type Understood = { readonly stored: Stored } | { readonly trouble: FileTrouble };

function read(path: string, reading: Reading): Understood {
	if (reading.kind === 'absent') return { stored: { version: schemaVersion, profiles: {} } };
	return reading.kind === 'trouble' ? { trouble: reading.trouble } : readStored(path, reading.json);
}

/** The views in a text, migrated to the current version. */
function readStored(path: string, json: JsonText): Understood {
	const found = objectOf(json);
	const stored = migrated(found);
	if (stored !== null) return { stored };
	const isLater = typeof found.version === 'number' && found.version > schemaVersion;
	const why = isLater
		? 'it was written by a later version of tconv'
		: 'it is JSON, but not the saved views of a tconv';
	const advice = isLater ? 'Use that version.' : 'Fix it there, or remove the file.';
	return { trouble: { path, place: null, why, advice, isEditable: true } };
}

function viewsOf({ profiles }: Stored, { own, earlier }: Names): SavedViews {
	const name = [own, ...earlier].find((one) => Object.hasOwn(profiles, one));
	const found = name === undefined ? undefined : profiles[name];
	if (found === undefined) return builtInSavedViews;
	return {
		...found,
		views: found.views.map(({ line: queryText, watch: alert, ...rest }) => ({ ...rest, queryText, alert })),
	};
}

/** The text with one account's views replaced. In a file of the current version the rest of the text stays. */
function withViews(
	before: JsonText,
	stored: Stored,
	account: string,
	{ views, startId }: SavedViews,
): string {
	const isPresent = objectOf(before).version === schemaVersion;
	const storedViews = views.map(({ id, name, queryText, order, alert, ...rest }) => ({
		id,
		name,
		line: queryText,
		order,
		watch: alert,
		...rest,
	}));
	const changed = { ...entryOf(stored, account), views: storedViews, startId };
	if (!isPresent) {
		const profiles = { ...stored.profiles, [account]: changed };
		return `${JSON.stringify({ version: schemaVersion, profiles }, null, '\t')}\n`;
	}
	const text = withJsonValue(before, ['profiles', account], changed);
	if (text === null) throw new FileProblem('The saved views cannot be written there without losing more.');
	return text;
}

function entryOf({ profiles }: Stored, account: string): object {
	return (Object.hasOwn(profiles, account) ? profiles[account] : undefined) ?? {};
}

function migrated(found: Record<string, unknown>): Stored | null {
	const now = current.safeParse(found);
	if (now.success) return now.data;
	const before = first.safeParse(found);
	const own = byHand.safeParse(found);
	if (!before.success && !own.success) return null;
	const profiles = before.success ? withoutAlerts(before.data.profiles) : numbered(own.data ?? {});
	return { version: schemaVersion, profiles };
}

function withoutAlerts(profiles: z.infer<typeof first>['profiles']): Stored['profiles'] {
	return Object.fromEntries(
		Object.entries(profiles).map(([name, { views, startId }]) => [
			name,
			{ views: views.map((one) => ({ ...one, watch: null })), startId },
		]),
	);
}

function numbered(found: z.infer<typeof byHand>): Stored['profiles'] {
	const profiles = Object.entries(found).map(([name, views]) => {
		const own = views.map((one, at) => ({
			id: `view-${at + 1}`,
			name: one.name,
			line: one.line,
			order: one.order ?? '',
			watch: null,
		}));
		return [name, { views: own, startId: null }] as const;
	});
	return Object.fromEntries(profiles);
}
