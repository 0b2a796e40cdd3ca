import { safe } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { CommandDeclaration, OptionDeclaration } from './declaration.ts';
import { declarationOf, declarations } from './declarations/all.ts';
import { screenDeclaration } from './declarations/others.ts';
import { helpOption } from './help.ts';
import { formats } from './output/printer.ts';

/** The names that files of this machine know. */
export type LocalNames = {
	readonly profiles: readonly string[];
	readonly savedViews: readonly { readonly id: string; readonly name: string }[];
	/** The keys of metadata in the journal, the latest first. */
	readonly metadataKeys: readonly string[];
	/** The ids of conversations in the records, the latest first. */
	readonly ids: readonly string[];
};

/** A word that a shell can insert, and its explanation. */
export type Candidate = { readonly value: string; readonly about: SafeText };

export type Completions = {
	readonly candidates: readonly Candidate[];
	/** True where the shell completes names of files. */
	readonly files: boolean;
	/** True where a word goes on after the candidate. */
	readonly goesOn: boolean;
};

/** Words that no shell reads as anything but themselves: outside words must not become commands. */
const plainWord = /^[\w.:@+,=/-]+$/;

const shells = ['bash', 'zsh', 'fish'] as const;
const profileActions = ['add', 'list', 'use', 'show', 'rename', 'remove'] as const;
const roles = ['assistant', 'user', 'system'] as const;
const rowFields = ['id', 'name', 'created_at', 'last_message_at', 'channel', 'end_user'] as const;
const messageFields = ['conversation_id', 'at', 'role', 'text'] as const;
const insightFields = ['conversation_id', 'at', 'status', 'name', 'result'] as const;

/**
 * Completes the last of the words after `tconv`; it is '' after a blank. `local` is asked only where its names are
 * needed.
 */
export async function completionsOf(
	words: readonly string[],
	local: () => Promise<LocalNames>,
): Promise<Completions> {
	const last = words.at(-1) ?? '';
	const before = words.slice(0, -1);
	const declared = declarationOf(before[0] ?? '') ?? screenDeclaration;
	const isCommand = declared !== screenDeclaration;
	const options = [...declared.options, helpOption];

	const [, joined, typed = ''] = /^--([\w-]+)=(.*)$/s.exec(last) ?? [];
	if (joined !== undefined) {
		const option = options.find(({ name, value }) => name === joined && value !== undefined);
		return option === undefined ? none : await values(option, typed, `--${joined}=`, declared, local);
	}
	const waiting = options.find(({ name, value }) => value !== undefined && before.at(-1) === `--${name}`);
	if (waiting !== undefined) return await values(waiting, last, '', declared, local);
	if (last.startsWith('-')) return among(optionWords(options, before), last);
	if (!isCommand)
		return before.length > 0 ? none : await values({ completes: 'command' }, last, '', declared, local);
	const isNamed = declared.completes === 'profile-action' && before.length > 1;
	return await values(isNamed ? { completes: 'profile' } : declared, last, '', declared, local);
}

const none: Completions = { candidates: [], files: false, goesOn: false };

type Word = readonly [value: string, about: string];

function among(words: readonly Word[], typed: string, lead = '', goesOn = false): Completions {
	const candidates = words
		.filter(([value]) => value.startsWith(typed) && plainWord.test(value))
		.map(([value, about]) => ({ value: `${lead}${value}`, about: safe(about) }));
	return { candidates, files: false, goesOn };
}

function optionWords(options: readonly OptionDeclaration[], before: readonly string[]): readonly Word[] {
	return options
		.filter(
			({ name, isMany }) => isMany === true || !before.some((word) => word.split('=')[0] === `--${name}`),
		)
		.map(({ name, about }) => [`--${name}`, about]);
}

async function values(
	{ completes, value }: Pick<OptionDeclaration, 'completes' | 'value'>,
	typed: string,
	lead: string,
	declared: CommandDeclaration,
	local: () => Promise<LocalNames>,
): Promise<Completions> {
	const plain = (words: readonly string[]): Completions =>
		among(
			words.map((word) => [word, '']),
			typed,
			lead,
		);
	if (completes === undefined) return none;
	switch (completes) {
		case 'file':
			return { ...none, files: true };
		case 'command':
			return among(
				declarations.map(({ name, summary }) => [name, summary]),
				typed,
				lead,
			);
		case 'format':
			return plain(formats);
		case 'shell':
			return plain(shells);
		case 'role':
			return plain(roles);
		case 'id':
			return plain((await local()).ids);
		case 'profile-action':
			return plain(profileActions);
		case 'profile':
			return plain((await local()).profiles);
		case 'saved-view': {
			const { savedViews } = await local();
			// A name with blanks would need quotes, which each shell writes in another way: its id is one word.
			return among(
				savedViews.map(({ id, name }) => (plainWord.test(name) ? [name, ''] : [id, name])),
				typed,
				lead,
			);
		}
		case 'metadata-key': {
			const { metadataKeys } = await local();
			const hasValue = value === 'KEY=VALUE';
			return among(
				metadataKeys.map((key) => [hasValue ? `${key}=` : key, '']),
				typed,
				lead,
				hasValue,
			);
		}
		case 'field': {
			const { metadataKeys } = await local();
			const at = typed.lastIndexOf(',') + 1;
			const own = { messages: messageFields, insights: insightFields }[declared.name] ?? rowFields;
			const fields = [...own, ...metadataKeys.map((key) => `metadata.${key}`)];
			return among(
				fields.map((field) => [field, '']),
				typed.slice(at),
				`${lead}${typed.slice(0, at)}`,
				true,
			);
		}
	}
}
