import type { Action, Group, ScopeName } from '../../actions/action.ts';

/** A part of help: a place, with the actions whose keys count there. */
export type HelpSection = {
	readonly title: string;
	readonly scopes: readonly ScopeName[];
	/** For the keys of all panes: the groups that belong here. */
	readonly ofPanes?: readonly Group[];
};

/** All parts of help. Every action is in exactly one. */
export const helpSections: readonly HelpSection[] = [
	{ title: 'List', scopes: ['list'], ofPanes: ['In the list'] },
	{
		title: 'Transcript, insights, metadata, raw JSON and waits',
		scopes: ['transcript', 'insights', 'waits', 'detail'],
		ofPanes: ['In a conversation'],
	},
	{ title: 'The conversation under the cursor', scopes: [], ofPanes: ['Conversation'] },
	{ title: 'Filter and find', scopes: [], ofPanes: ['Find'] },
	{ title: 'Panes', scopes: [], ofPanes: ['Panes'] },
	{ title: 'The program', scopes: [], ofPanes: ['Program', 'Overlays and typing'] },
	{ title: 'Everywhere', scopes: ['global'] },
	{ title: 'Filter', scopes: ['filter'] },
	{ title: 'Row of the filter', scopes: ['step'] },
	{ title: 'Query text', scopes: ['query'] },
	{ title: 'Sort', scopes: ['sort'] },
	{ title: 'Copy', scopes: ['copy'] },
	{ title: 'Saved views', scopes: ['views'] },
	{ title: 'Metadata', scopes: ['metadata'] },
	{ title: 'Key or value', scopes: ['input'] },
	{ title: 'Long value', scopes: ['editor'] },
	{ title: 'Before and after', scopes: ['diff'] },
	{ title: 'Question about Telnyx’s own keys', scopes: ['confirm'] },
	{ title: 'Metadata as JSON', scopes: ['json'] },
	{ title: 'Conflict', scopes: ['conflict'] },
	{ title: 'Message', scopes: ['message'] },
	{ title: 'Any form', scopes: ['form', 'draft'] },
	{ title: 'Question', scopes: ['dialog'] },
	{ title: 'Journal and trash', scopes: ['trash', 'records'] },
	{ title: 'Batch', scopes: ['batch'] },
	{ title: 'Batches', scopes: ['batches'] },
	{ title: 'Export', scopes: ['export', 'choice'] },
	{ title: 'Redaction', scopes: ['redaction'] },
	{ title: 'Config', scopes: ['config'] },
	{ title: 'Accounts', scopes: ['accounts'] },
	{ title: 'Palette', scopes: ['palette'] },
	{ title: 'Prompt', scopes: ['prompt'] },
	{ title: 'Text of several lines', scopes: ['area'] },
	{ title: 'Any text field', scopes: ['field'] },
	{ title: 'Help', scopes: ['help', 'search'] },
];

/** The keys of any text are known from elsewhere, and so come after those of the place. */
function isTypingScope(scope: ScopeName): boolean {
	return scope === 'field' || scope === 'area';
}

/** True if the action is listed in this part. */
export function isListedIn({ scopes, ofPanes = [] }: HelpSection, { scope, group }: Action): boolean {
	return scope === 'app' ? ofPanes.includes(group) : scopes.includes(scope);
}

/**
 * The parts that count in a place with these live scopes, the nearest scope first, then the keys of all panes, the
 * global ones and those of any text; and the other parts.
 */
export function sectionsAt(live: readonly ScopeName[]): {
	readonly here: readonly HelpSection[];
	readonly elsewhere: readonly HelpSection[];
} {
	const rankOf = ({ scopes, ofPanes }: HelpSection): number => {
		const own = scopes.map((scope) => live.indexOf(scope)).filter((at) => at >= 0);
		if (own.length > 0) return Math.min(...own) + (scopes.some(isTypingScope) ? live.length : 0);
		return ofPanes !== undefined && scopes.length === 0 ? live.indexOf('app') : -1;
	};
	const ranked = helpSections.map((section) => ({ section, rank: rankOf(section) }));
	return {
		here: ranked
			.filter(({ rank }) => rank >= 0)
			.sort((a, b) => a.rank - b.rank)
			.map(({ section }) => section),
		elsewhere: ranked.filter(({ rank }) => rank < 0).map(({ section }) => section),
	};
}
