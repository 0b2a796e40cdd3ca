import type { Action } from './action.ts';
import { areaActions } from './area-actions.ts';
import { conflictActions } from './conflict-actions.ts';
import { deleteAction } from './delete-action.ts';
import { detailActions } from './detail-actions.ts';
import { dialogActions } from './dialog-actions.ts';
import { doneAction } from './done-actions.ts';
import { filterActions } from './filter-actions.ts';
import { filterOpenAction, filterRowActions } from './filter-row-actions.ts';
import { filterStepActions } from './filter-step-actions.ts';
import { findActions } from './find-actions.ts';
import { lineActions } from './line-actions.ts';
import { listActions } from './list-actions.ts';
import { liveActions } from './live-actions.ts';
import { markActions } from './mark-actions.ts';
import { messageActions } from './message-actions.ts';
import { metadataActions } from './metadata-actions.ts';
import { metadataStepActions } from './metadata-step-actions.ts';
import { metadataTypingActions } from './metadata-typing-actions.ts';
import { narrowActions } from './narrow-actions.ts';
import { outsideActions } from './outside-actions.ts';
import { overlayActions } from './overlay-actions.ts';
import { paneActions } from './pane-actions.ts';
import { programActions } from './program-actions.ts';
import { recordsActions } from './records-actions.ts';
import { runActions } from './run-actions.ts';
import { signalActions } from './signal-actions.ts';
import { sortActions } from './sort-actions.ts';
import { takeOverAction } from './take-over-actions.ts';
import { undoAction } from './undo-action.ts';
import { viewActions } from './view-actions.ts';

/** Every action there is, in the order in which help shows them. */
export const actions: readonly Action[] = [
	...listActions,
	...markActions,
	...detailActions,
	...signalActions,
	...paneActions,
	filterOpenAction,
	...findActions,
	...narrowActions,
	...filterActions,
	...lineActions,
	...viewActions,
	...metadataActions,
	takeOverAction,
	deleteAction,
	undoAction,
	doneAction,
	...liveActions,
	...programActions,
	...filterRowActions,
	...filterStepActions,
	...sortActions,
	...metadataStepActions,
	...metadataTypingActions,
	...messageActions,
	...areaActions,
	...outsideActions,
	...conflictActions,
	...dialogActions,
	...recordsActions,
	...runActions,
	...overlayActions,
];
