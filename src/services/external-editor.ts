import type { ActionContext } from '../actions/action.ts';
import { reviewMetadata } from '../actions/metadata/metadata-actions.ts';
import type { OutsideService } from '../actions/services.ts';
import type { EditedOutside } from '../domain/external-edit.ts';
import type { ConfigFile } from '../domain/file-trouble.ts';
import { metadataJson, readMetadataJson } from '../domain/metadata-json.ts';
import { diffMetadata } from '../domain/metadata-merge.ts';
import { editKey } from '../state/edits.ts';
import { toMetadata } from '../state/metadata/metadata-draft.ts';
import { type JsonEdit, openConfigDraft } from '../state/overlay.ts';
import { type Notice, topOverlay, type UiState } from '../state/ui-state.ts';
import type { Runtime } from './runtime.ts';

type Tools = {
	readonly runtime: Runtime;
	/** Lends the terminal while `use` runs. A failure becomes a notice. */
	readonly suspend: (use: () => Promise<void>) => Promise<void>;
	readonly context: () => ActionContext;
};

/** Edits a field, metadata or a settings file in the user's own editor, and applies the result. */
export function createOutside({ runtime, suspend, context }: Tools): OutsideService {
	const { store, editOutside } = runtime;
	const tell = (notice: Notice | null): void => store.dispatch({ type: 'notice', notice });

	/** The edited text; null if nothing changed or the editor failed, after a notice that says so. */
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
		// Without a new text, a problem found earlier stays.
		if (text === null) return;
		// The list may have moved while the editor was open: the next question is about this conversation.
		if (store.getState().selectedId !== id) store.dispatch({ type: 'show', id });
		const read = readMetadataJson(text, base);
		if (!read.ok) {
			const { line, problem } = read;
			store.dispatch({ type: 'json', id, edit: { id, name, base, text, line, problem } });
			return;
		}
		store.dispatch({ type: 'json', id, edit: null });
		if (diffMetadata(base, read.metadata).length === 0) {
			tell({ tone: 'plain', text: 'The metadata is unchanged. Nothing was sent.' });
			return;
		}
		reviewMetadata(context(), { id, name, base }, read.metadata);
	};

	/** The text to start from: JSON that could not be read, else a kept edit, else the current metadata. */
	const startOf = (
		id: string,
	): (Omit<JsonEdit, 'problem' | 'line'> & { readonly line: number | null }) | null => {
		const state = store.getState();
		const kept = state.jsonEdits.get(id);
		if (kept !== undefined) return kept;
		const conversation = context().view().conversationOf(id);
		if (conversation === null) return null;
		const { name } = conversation;
		const metadata = state.edits.saving.get(id) ?? conversation.metadata;
		const draft = state.edits.kept.get(editKey({ kind: 'edit', id }));
		const text = metadataJson(draft === undefined ? metadata : toMetadata(draft));
		return { id, name, base: draft?.base ?? metadata, text, line: null };
	};

	const showConfig = (): void => {
		const draft = openConfigDraft(runtime.lookAtConfig());
		store.dispatch({ type: 'overlay-open', overlay: { kind: 'config', draft } });
	};

	const editConfig = async ({ path, trouble }: ConfigFile): Promise<void> => {
		if (path === '' || trouble?.isEditable === false) {
			tell({
				tone: 'warn',
				text: 'An editor cannot fix this. Follow the advice above, then press Enter again.',
			});
			return;
		}
		let problem: string | null = null;
		await suspend(async () => {
			problem = await runtime.editFile(path, trouble?.place?.line ?? null);
		});
		if (problem !== null) tell({ tone: 'bad', text: problem });
		const draft = openConfigDraft(runtime.lookAtConfig());
		store.dispatch({ type: 'overlay-change', overlay: { kind: 'config', draft } });
	};

	return {
		editField: () => void editField(),
		editMetadata: (id) => void editMetadata(id),
		showConfig,
		editConfig: (file) => void editConfig(file),
	};
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

/** The multi-line text that has the keyboard, and a file name for it; null without one. */
function typedArea(state: UiState): { readonly text: string; readonly fileName: string } | null {
	const top = topOverlay(state);
	if (top?.kind === 'metadata' && top.draft.step?.kind === 'area') {
		const { text } = top.draft.step.area;
		// Editors derive the file type from the extension.
		return { text, fileName: /^\s*[[{]/.test(text) ? 'value.json' : 'value.txt' };
	}
	if (top?.kind !== 'message') return null;
	const draft = state.messages.get(top.id);
	return draft === undefined || draft.isSending ? null : { text: draft.area.text, fileName: 'message.txt' };
}
