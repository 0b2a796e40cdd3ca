import * as z from 'zod/mini';
import { reasonOf } from '../domain/reason.ts';
import { builtInViews, type SavedViews } from '../filter/saved-views.ts';
import { type JsonFile, openJsonFile } from './json-file.ts';

/** The views of one profile, what was wrong with their file (each a sentence), and the way to keep them. */
export type ViewsFile = {
	readonly path: string;
	readonly saved: SavedViews;
	readonly problems: readonly string[];
	/** Writes this profile's views; those of others stay. Throws what the file system throws. */
	readonly save: (saved: SavedViews) => void;
};

/** How the file is written now. */
const schemaVersion = 2;

const unwatched = { id: z.string(), name: z.string(), line: z.string(), order: z.string() };
const view = z.object({ ...unwatched, watch: z.nullable(z.enum(['bell', 'notify', 'command'])) });
const profile = z.object({ views: z.array(view), startId: z.nullable(z.string()) });
const current = z.object({ version: z.literal(schemaVersion), profiles: z.record(z.string(), profile) });
type Stored = z.infer<typeof current>;

/** Version 1 knows no watches. */
const first = z.object({
	version: z.literal(1),
	profiles: z.record(
		z.string(),
		z.object({ views: z.array(z.object(unwatched)), startId: z.nullable(z.string()) }),
	),
});

/** Version 0 has no number and no ids: for each profile a list of names and lines, as one writes it by hand. */
const byHand = z.record(
	z.string(),
	z.array(z.object({ name: z.string(), line: z.string(), order: z.optional(z.string()) })),
);

/**
 * Reads the views of a profile (a host, or `demo`) from `views.json` in `folder`, or in the platform's own place. A file
 * that cannot be understood is set aside under another name, never overwritten; one of a later version is left as it is,
 * and nothing is saved to it. The built-in views hold where there are none.
 */
export function openViews(now: () => number, profileName: string, folder?: string): ViewsFile {
	try {
		return readViews(now, profileName, folder);
	} catch (error) {
		return unsavable(folder ?? '', error, 'The saved views could not be read; the built-in ones hold');
	}
}

function readViews(now: () => number, profileName: string, folder: string | undefined): ViewsFile {
	const file = openJsonFile('views', now, folder);
	const problems: string[] = [];
	const found = file.read();
	if (isLater(found)) {
		const error = new Error(`${file.path} is of a later version of tconv`);
		return unsavable(file.path, error, 'The saved views are left as they are; the built-in ones hold');
	}
	const stored = understood(file, found, problems);
	const own = Object.hasOwn(stored.profiles, profileName) ? stored.profiles[profileName] : undefined;
	return {
		path: file.path,
		saved: own ?? builtInViews,
		problems,
		save: (saved) => {
			const before = file.read();
			if (isLater(before)) throw new Error(`${file.path} is of a later version of tconv.`);
			// Somebody may have changed the file since: what cannot be understood now is set aside now.
			const { profiles } = understood(file, before, []);
			file.replace({ version: schemaVersion, profiles: { ...profiles, [profileName]: saved } });
		},
	};
}

function unsavable(path: string, error: unknown, words: string): ViewsFile {
	const reason = reasonOf(error);
	return {
		path,
		saved: builtInViews,
		problems: [`${words}: ${reason}.`],
		save: () => {
			throw error;
		},
	};
}

function isLater(stored: Record<string, unknown>): boolean {
	return typeof stored.version === 'number' && stored.version > schemaVersion;
}

/** What is stored, brought to the present version; set aside where it is none of those that there were. */
function understood(file: JsonFile, found: Record<string, unknown>, problems: string[]): Stored {
	const stored = file.isDamaged() ? null : migrated(found);
	if (stored !== null) return stored;
	const aside = file.setAside();
	problems.push(
		`The saved views could not be understood and are set aside as ${aside}; the built-in ones hold.`,
	);
	return { version: schemaVersion, profiles: {} };
}

function migrated(found: Record<string, unknown>): Stored | null {
	const now = current.safeParse(found);
	if (now.success) return now.data;
	const before = first.safeParse(found);
	const own = byHand.safeParse(found);
	if (!before.success && !own.success) return null;
	const profiles = before.success ? withoutWatches(before.data.profiles) : numbered(own.data ?? {});
	return { version: schemaVersion, profiles };
}

function withoutWatches(profiles: z.infer<typeof first>['profiles']): Stored['profiles'] {
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
