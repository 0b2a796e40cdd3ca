import type { ReactElement } from 'react';
import type { ActionContext } from '../../actions/action.ts';
import { diffMetadata } from '../../domain/metadata-merge.ts';
import { askedAbout, type Dialog } from '../../state/dialog.ts';
import type { MetadataDraft } from '../../state/metadata/metadata-draft.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { t } from '../../text/safe.ts';
import type { Size } from '../../view/geometry.ts';
import type { ScreenView } from '../../view/view-model.ts';
import type { Program } from '../program.ts';
import { AccountsModal } from './accounts-modal.tsx';
import { BatchesModal, BatchModal } from './batch-modal.tsx';
import { ConfigModal } from './config-modal.tsx';
import { ConflictModal } from './conflict-modal.tsx';
import { CopyModal } from './copy-modal.tsx';
import { DialogModal } from './dialog-modal.tsx';
import { ExportModal, RedactionModal } from './export-modal.tsx';
import { FilterModal } from './filter-modal.tsx';
import { HelpModal } from './help-modal.tsx';
import { JsonEditModal } from './json-edit-modal.tsx';
import { MessageModal } from './message-modal.tsx';
import { MetadataModal } from './metadata-modal.tsx';
import { PaletteModal } from './palette-modal.tsx';
import { QueryTextModal } from './query-text-modal.tsx';
import { RecordsModal } from './records-modal.tsx';
import { SavedViewsModal } from './saved-views-modal.tsx';
import { SortModal } from './sort-modal.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly state: UiState;
	readonly view: ScreenView;
	readonly context: ActionContext;
};

/** The overlay on top, drawn by the modal of its kind. Prompts are in the last row. */
export function Overlays({ program, size, state, view, context }: Props): ReactElement | null {
	const { theme, bindings } = program;
	const { room } = view;
	const overlay = topOverlay(state);
	switch (overlay?.kind) {
		case 'help':
			return <HelpModal theme={theme} size={size} lines={view.helpLines} overlay={overlay} />;
		case 'filter':
			return (
				<FilterModal program={program} size={size} draft={overlay.draft} language={context.language()} />
			);
		case 'sort':
			return <SortModal theme={theme} size={size} draft={overlay.draft} metadataKeys={view.metadataKeys} />;
		case 'copy':
			return <CopyModal program={program} size={size} draft={overlay.draft} view={view} />;
		case 'query':
			return (
				<QueryTextModal
					program={program}
					size={size}
					draft={overlay.draft}
					state={state}
					language={context.language()}
					title={overlay.viewId === undefined ? t`Filter` : t`Query text of the saved view`}
				/>
			);
		case 'palette':
			return (
				<PaletteModal
					theme={theme}
					size={size}
					overlay={overlay}
					state={state}
					bindings={bindings}
					context={context}
				/>
			);
		case 'message':
			return <Message program={program} size={size} state={state} view={view} id={overlay.id} />;
		case 'metadata':
			return (
				<MetadataModal
					theme={theme}
					room={room}
					draft={overlay.draft}
					language={context.language()}
					onTheWay={onTheWay(state, view, overlay.draft)}
				/>
			);
		case 'dialog':
			return <Question program={program} view={view} dialog={overlay.dialog} />;
		case 'conflict':
			return <ConflictModal theme={theme} room={room} draft={overlay.draft} />;
		case 'accounts':
			return <AccountsModal program={program} size={size} draft={overlay.draft} />;
		case 'config':
			return <ConfigModal program={program} size={size} draft={overlay.draft} />;
		case 'json': {
			const edit = state.jsonEdits.get(overlay.id);
			return edit === undefined ? null : <JsonEditModal theme={theme} room={room} edit={edit} />;
		}
		case 'records':
			return <Records program={program} size={size} state={state} view={view} />;
		case 'batch':
			return (
				<BatchModal
					program={program}
					size={size}
					batches={state.batches}
					view={view}
					batchId={overlay.batchId}
					selected={overlay.selected}
				/>
			);
		case 'batches':
			return (
				<BatchesModal program={program} size={size} batches={state.batches} selected={overlay.selected} />
			);
		case 'export':
			return <ExportModal theme={theme} size={size} draft={overlay.draft} />;
		case 'redaction':
			return <Redaction program={program} size={size} state={state} view={view} />;
		case 'views':
		case 'prompt':
		case undefined:
			return (
				<>
					<Views program={program} size={size} state={state} context={context} />
					<Records program={program} size={size} state={state} view={view} />
					<Redaction program={program} size={size} state={state} view={view} />
				</>
			);
	}
}

/** The keys of the edited conversation whose values the server has not confirmed. */
function onTheWay({ edits }: UiState, view: ScreenView, { target }: MetadataDraft): ReadonlySet<string> {
	const saving = target.kind === 'edit' ? edits.saving.get(target.id) : undefined;
	if (target.kind !== 'edit' || saving === undefined) return new Set();
	const known = view.conversationOf(target.id)?.metadata ?? {};
	return new Set(diffMetadata(known, saving).map(({ key }) => key));
}

type QuestionProps = Pick<Props, 'program' | 'view'> & { readonly dialog: Dialog };

/** A question with the current state of its conversation. */
function Question({ program, view, dialog }: QuestionProps): ReactElement {
	const about = askedAbout(dialog.ask);
	const conversation = about === null ? null : view.conversationOf(about.id);
	return <DialogModal program={program} room={view.room} dialog={dialog} conversation={conversation} />;
}

type MessageProps = Omit<Props, 'context'> & { readonly id: string };

function Message({ program, size, state, view, id }: MessageProps): ReactElement | null {
	const draft = state.messages.get(id);
	if (draft === undefined) return null;
	return (
		<MessageModal
			theme={program.theme}
			size={size}
			id={id}
			draft={draft}
			conversation={view.conversationOf(id)}
		/>
	);
}

/** The preview of a redaction, also while the last row asks for another file name. */
function Redaction({ program, size, state }: Omit<Props, 'context'>): ReactElement | null {
	const overlay = state.overlays.findLast(({ kind }) => kind === 'redaction');
	if (overlay?.kind !== 'redaction' || state.exports.job === null) return null;
	return (
		<RedactionModal theme={program.theme} size={size} job={state.exports.job} selected={overlay.selected} />
	);
}

/** The journal or the trash, also while the last row has a prompt. */
function Records({ program, size, state, view }: Omit<Props, 'context'>): ReactElement | null {
	const overlay = state.overlays.findLast(({ kind }) => kind === 'records');
	if (overlay?.kind !== 'records' || view.records === null) return null;
	return <RecordsModal program={program} size={size} draft={overlay.draft} view={view.records} />;
}

/** The saved views, also while the last row asks for a name. */
function Views({ program, size, state, context }: Omit<Props, 'view'>): ReactElement | null {
	const views = state.overlays.find(({ kind }) => kind === 'views');
	if (views?.kind !== 'views') return null;
	return (
		<SavedViewsModal
			program={program}
			size={size}
			saved={state.saved}
			draft={views.draft}
			language={context.language}
		/>
	);
}
