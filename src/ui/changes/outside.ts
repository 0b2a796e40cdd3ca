import type { ActionContext } from '../../actions/action.ts';
import { reviewMetadata } from '../../actions/metadata-actions.ts';
import type { OutsideService } from '../../actions/outside-service.ts';
import { metadataJson, readMetadataJson } from '../../domain/metadata-json.ts';
import { diffMetadata } from '../../domain/metadata-merge.ts';
import { editKey } from '../../state/edits.ts';
import type { JsonEdit } from '../../state/json-edit.ts';
import { toMetadata } from '../../state/metadata-draft.ts';
import { typedArea } from '../../state/typed-area.ts';
import type { Notice } from '../../state/ui-state.ts';
import type { EditedOutside, Program } from '../program.ts';

type Tools = {
	readonly program: Program;
	/** Hands the terminal over while `use` runs; says itself where that fails. */
	readonly suspend: (use: () => Promise<void>) => Promise<void>;
	readonly context: () => ActionContext;
};

/** What is edited in the user's own editor, and what becomes of it. */
export function createOutside({ program, suspend, context }: Tools): OutsideService {
	const { store, editOutside } = program;
	const tell = (notice: Notice | null): void => store.dispatch({ type: 'notice', notice });

	/** The text as it came back; null where nothing did, which has been told then. */
	const edited = async (text: string, name: string, line: number | null): Promise<string | null> => {
		let outcome: EditedOutside | null = null;
		await suspend(async () => {
			outcome = await editOutside(text, { name, line });
		});
		return outcome === null ? null : take(outcome, tell);
	};

	const editField = async (): Promise<void> => {
		const field = typedArea(store.getState());
		if (field === null) return;
		const text = await edited(field.text, field.fileName, null);
		if (text !== null) store.dispatch({ type: 'field-replace', text });
	};

	const editMetadata = async (id: string): Promise<void> => {
		const start = startOf(id);
		if (start === null) return;
		const { name, base } = start;
		const text = await edited(start.text, 'metadata.json', start.line);
		// What was wrong before stays where nothing new came back.
		if (text === null) return;
		const read = readMetadataJson(text, base);
		if (!read.ok) {
			const { line, problem } = read;
			store.dispatch({ type: 'json', id, edit: { id, name, base, text, line, problem } });
			return;
		}
		store.dispatch({ type: 'json', id, edit: null });
		if (diffMetadata(base, read.metadata).length === 0) {
			tell({ tone: 'plain', text: 'The metadata are as they were: nothing was sent.' });
			return;
		}
		reviewMetadata(context(), { id, name, base }, read.metadata);
	};

	/** What to begin with: text that could not be read, an edit that was kept, or the metadata as they are. */
	const startOf = (
		id: string,
	): (Omit<JsonEdit, 'problem' | 'line'> & { readonly line: number | null }) | null => {
		const state = store.getState();
		const kept = state.jsonEdits.get(id);
		if (kept !== undefined) return kept;
		const conversation = context().view().conversationOf(id);
		if (conversation === null) return null;
		const { name, metadata } = conversation;
		const draft = state.edits.kept.get(editKey({ kind: 'edit', id }));
		const text = metadataJson(draft === undefined ? metadata : toMetadata(draft));
		if (text !== null) return { id, name, base: draft?.base ?? metadata, text, line: null };
		tell({
			tone: 'warn',
			text: 'The metadata are nested too deep to be written as JSON. e edits them key by key.',
		});
		return null;
	};

	return { editField: () => void editField(), editMetadata: (id) => void editMetadata(id) };
}

function take(outcome: EditedOutside, tell: (notice: Notice | null) => void): string | null {
	if (outcome.kind === 'failed') {
		tell({ tone: 'bad', text: outcome.problem });
		return null;
	}
	if (outcome.note !== null) tell({ tone: 'warn', text: outcome.note });
	if (outcome.kind === 'changed') return outcome.text;
	if (outcome.note === null) tell({ tone: 'plain', text: 'Nothing was changed.' });
	return null;
}
