/** The part of an action that the key table needs. */
export interface KeyRow {
	readonly title: string;
	readonly group: string;
	readonly scope: string;
	readonly keys: readonly string[];
}

const opening = (name: string): string => `<!-- ${name}: written by \`npm run docs\` -->`;
const closing = (name: string): string => `<!-- /${name} -->`;

/** Readable names of scopes. Scopes that apply everywhere, or that the group already names, have none. */
const PLACES: Readonly<Record<string, string>> = {
	list: 'list',
	detail: 'beside the list',
	transcript: 'transcript',
	insights: 'insights',
	waits: 'waits',
	help: 'help',
	search: 'search in help',
	sort: 'sort menu',
	copy: 'copy menu',
	filter: 'filter',
	step: 'filter row',
	query: 'query text',
	views: 'saved views',
	palette: 'palette',
	prompt: 'prompt',
	dialog: 'question',
	field: 'any field',
};

/**
 * Formats actions as a Markdown table, with groups in order of first appearance. Actions without a key are left out.
 */
export function keyTable(actions: readonly KeyRow[]): string {
	const groups = Object.entries(Object.groupBy(actions, ({ group }) => group));
	const rows = groups.flatMap(([group, members = []]) =>
		members
			.filter(({ keys }) => keys.length > 0)
			.map(({ title, scope, keys }, at) => row(at === 0 ? group : '', PLACES[scope] ?? '', keys, title)),
	);
	return ['| | Where | Keys | Action |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/**
 * Puts a made part, such as the table of keys, between its two marks in a document. Throws if the marks are missing or
 * in the wrong order.
 */
export function withPart(document: string, name: string, part: string): string {
	const start = document.indexOf(opening(name));
	const end = document.indexOf(closing(name));
	if (start === -1 || end < start)
		throw new Error(`the document has no ${opening(name)} … ${closing(name)} to write between`);
	return `${document.slice(0, start + opening(name).length)}\n\n${part}\n\n${document.slice(end)}`;
}

function row(group: string, place: string, keys: readonly string[], title: string): string {
	return `| ${group} | ${place} | ${keys.map(asCode).join(' ')} | ${cell(title)} |`;
}

function asCode(key: string): string {
	const code = cell(key);
	return code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``;
}

/** A bar would end the cell. */
function cell(text: string): string {
	return text.replaceAll('|', '\\|');
}
