/** What the key table needs of an action. */
export interface KeyRow {
	readonly title: string;
	readonly group: string;
	readonly scope: string;
	readonly keys: readonly string[];
}

const OPENING = '<!-- keys: written by `npm run docs` -->';
const CLOSING = '<!-- /keys -->';

/** Where a scope is, for a reader. Scopes that are everywhere, or that the group already names, say nothing. */
const PLACES: Readonly<Record<string, string>> = {
	list: 'list',
	detail: 'beside the list',
	transcript: 'transcript',
	insights: 'insights',
	waits: 'waits',
	help: 'help',
	sort: 'sort menu',
	filter: 'filter',
	step: 'filter row',
	line: 'filter line',
	views: 'saved views',
	palette: 'palette',
	prompt: 'prompt',
	dialog: 'question',
	field: 'any field',
};

/** Actions as a Markdown table, groups in the order in which they first come. An action without a key is left out. */
export function keyTable(actions: readonly KeyRow[]): string {
	const groups = Object.entries(Object.groupBy(actions, ({ group }) => group));
	const rows = groups.flatMap(([group, members = []]) =>
		members
			.filter(({ keys }) => keys.length > 0)
			.map(({ title, scope, keys }, at) => row(at === 0 ? group : '', PLACES[scope] ?? '', keys, title)),
	);
	return ['| | Where | Keys | What they do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Puts a table between the two marks of a document. Throws when the marks are not there, or in the wrong order. */
export function withKeyTable(document: string, table: string): string {
	const start = document.indexOf(OPENING);
	const end = document.indexOf(CLOSING);
	if (start === -1 || end < start)
		throw new Error(`there is no ${OPENING} … ${CLOSING} to put the key table into`);
	return `${document.slice(0, start + OPENING.length)}\n\n${table}\n\n${document.slice(end)}`;
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
