/** Variables, as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Secrets of ours: an editor and its plugins, or a command of the user's, have no use for them. */
const secrets: readonly string[] = ['TELNYX_API_KEY'];

/** What a program that we start is given of our environment: all but our secrets. */
export function childEnvironment(environment: Variables): Record<string, string | undefined> {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !secrets.includes(name)));
}
