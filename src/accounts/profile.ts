/** Where the key of a profile is kept. A file has its place by the profile's name; it is not written here. */
export type KeyPlace =
	| { readonly kind: 'keychain'; readonly entry: string }
	| { readonly kind: 'file' }
	/** A command that prints the key, run without a shell: `pass telnyx`. */
	| { readonly kind: 'command'; readonly command: string };

/** How a profile is drawn: signs in ASCII only, or no colours. */
export const profileThemes = ['ascii', 'no-colours'] as const;
type ProfileTheme = (typeof profileThemes)[number];

/** A named set of key, base URL and guards, with what its screen starts with. It never holds the key itself. */
export type Profile = {
	readonly name: string;
	/** Null for Telnyx's own address. */
	readonly baseUrl: string | null;
	readonly readOnly: boolean;
	/** Null for the usual one. */
	readonly theme: ProfileTheme | null;
	/** The name of the saved view that the screen starts with; null for the one that the views choose. */
	readonly startView: string | null;
	/** The name written with the mark "done"; null for that of the settings. */
	readonly owner: string | null;
	readonly key: KeyPlace;
};

/** The name of the sample data, which no profile can have. */
export const samplesName = 'demo';

const namePattern = /^[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?$/;

/** Why this cannot be the name of a profile, as a sentence; null if it can. */
export function nameProblem(name: string): string | null {
	if (name === samplesName) return `“${samplesName}” is the sample data. Choose another name.`;
	if (namePattern.test(name)) return null;
	return `“${name}” cannot name a profile. Use 1 to 32 small letters, digits, - and _, such as “prod”.`;
}
