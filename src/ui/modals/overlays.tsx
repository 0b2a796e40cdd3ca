import type { ReactElement } from 'react';
import type { ActionContext } from '../../actions/action.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { t } from '../../text/safe.ts';
import type { Size } from '../geometry.ts';
import type { ScreenView } from '../model/view-model.ts';
import type { Program } from '../program.ts';
import { ConflictModal } from './conflict-modal.tsx';
import { DialogModal } from './dialog-modal.tsx';
import { FilterModal } from './filter-modal.tsx';
import { HelpModal } from './help-modal.tsx';
import { JsonEditModal } from './json-edit-modal.tsx';
import { LineModal } from './line-modal.tsx';
import { MessageModal } from './message-modal.tsx';
import { MetadataModal } from './metadata-modal.tsx';
import { PaletteModal } from './palette-modal.tsx';
import { RecordsModal } from './records-modal.tsx';
import { RunModal, RunsModal } from './run-modal.tsx';
import { SortModal } from './sort-modal.tsx';
import { ViewsModal } from './views-modal.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly state: UiState;
	readonly view: ScreenView;
	readonly context: ActionContext;
};

/** What lies over the panes: the overlay on top, each kind drawn by a modal of its own. Prompts are in the last row. */
export function Overlays({ program, size, state, view, context }: Props): ReactElement | null {
	const { theme, bindings } = program;
	const overlay = topOverlay(state);
	switch (overlay?.kind) {
		case 'help':
			return <HelpModal theme={theme} size={size} lines={view.helpLines} top={overlay.top} />;
		case 'filter':
			return <FilterModal theme={theme} size={size} draft={overlay.draft} language={context.language()} />;
		case 'sort':
			return <SortModal theme={theme} size={size} draft={overlay.draft} metadataKeys={view.metadataKeys} />;
		case 'line':
			return (
				<LineModal
					theme={theme}
					size={size}
					draft={overlay.draft}
					state={state}
					language={context.language()}
					title={overlay.viewId === undefined ? t`Filter` : t`Filter of the view`}
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
			return <MetadataModal theme={theme} size={size} draft={overlay.draft} language={context.language()} />;
		case 'dialog':
			return <DialogModal program={program} size={size} dialog={overlay.dialog} />;
		case 'conflict':
			return <ConflictModal theme={theme} size={size} draft={overlay.draft} />;
		case 'json': {
			const edit = state.jsonEdits.get(overlay.id);
			return edit === undefined ? null : <JsonEditModal theme={theme} size={size} edit={edit} />;
		}
		case 'records':
			return <Records program={program} size={size} state={state} view={view} />;
		case 'run':
			return (
				<RunModal
					program={program}
					size={size}
					runs={state.runs}
					view={view}
					runId={overlay.runId}
					selected={overlay.selected}
				/>
			);
		case 'runs':
			return <RunsModal program={program} size={size} runs={state.runs} selected={overlay.selected} />;
		case 'views':
		case 'prompt':
		case undefined:
			return (
				<>
					<Views program={program} size={size} state={state} context={context} />
					<Records program={program} size={size} state={state} view={view} />
				</>
			);
	}
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

/** The journal or the trash, also while something is asked in the last row. */
function Records({ program, size, state, view }: Omit<Props, 'context'>): ReactElement | null {
	const overlay = state.overlays.findLast(({ kind }) => kind === 'records');
	if (overlay?.kind !== 'records' || view.records === null) return null;
	return <RecordsModal program={program} size={size} draft={overlay.draft} view={view.records} />;
}

/** The saved views, also while a name for one is asked for in the last row. */
function Views({ program, size, state, context }: Omit<Props, 'view'>): ReactElement | null {
	const views = state.overlays.find(({ kind }) => kind === 'views');
	if (views?.kind !== 'views') return null;
	return (
		<ViewsModal
			program={program}
			size={size}
			saved={state.saved}
			draft={views.draft}
			language={context.language}
		/>
	);
}
