import { accountActions } from './account-actions.ts';
import type { Action } from './action.ts';
import { areaActions } from './area-actions.ts';
import { batchActions } from './batch-actions.ts';
import { configActions } from './config-actions.ts';
import { copyMenuActions, copyOpenAction } from './copy-actions.ts';
import { deleteAction } from './delete-action.ts';
import { detailActions } from './detail-actions.ts';
import { dialogActions } from './dialog-actions.ts';
import { doneAction } from './done-actions.ts';
import { exportActions } from './export-actions.ts';
import { filterModalActions, filterOpenAction } from './filter/filter-modal-actions.ts';
import { filterStepActions } from './filter/filter-step-actions.ts';
import { filterActions, narrowActions } from './filter/narrow-actions.ts';
import { queryTextActions } from './filter/query-text-actions.ts';
import { savedViewActions } from './filter/saved-view-actions.ts';
import { sortActions } from './filter/sort-actions.ts';
import { findActions } from './find-actions.ts';
import { formActions } from './form-actions.ts';
import { listActions } from './list-actions.ts';
import { liveActions } from './live-actions.ts';
import { markActions } from './mark-actions.ts';
import { messageActions } from './message-actions.ts';
import { conflictActions } from './metadata/conflict-actions.ts';
import { metadataActions, metadataTypingActions } from './metadata/metadata-actions.ts';
import { metadataStepActions } from './metadata/metadata-step-actions.ts';
import { outsideActions } from './outside-actions.ts';
import { overlayActions } from './overlay-actions.ts';
import { paneActions } from './pane-actions.ts';
import { programActions } from './program-actions.ts';
import { recordsActions } from './records-actions.ts';
import { signalActions } from './signal-actions.ts';
import { takeoverAction } from './takeover-action.ts';
import { undoAction } from './undo-action.ts';
import { wayActions } from './way-actions.ts';

/** All actions, in the order of help. */
export const actions: readonly Action[] = [
	...listActions,
	...markActions,
	...detailActions,
	...signalActions,
	...wayActions,
	...paneActions,
	filterOpenAction,
	...findActions,
	...narrowActions,
	...filterActions,
	...queryTextActions,
	...savedViewActions,
	...metadataActions,
	takeoverAction,
	deleteAction,
	undoAction,
	doneAction,
	copyOpenAction,
	...liveActions,
	...programActions,
	...accountActions,
	...filterModalActions,
	...filterStepActions,
	...sortActions,
	...copyMenuActions,
	...formActions,
	...metadataStepActions,
	...metadataTypingActions,
	...messageActions,
	...areaActions,
	...outsideActions,
	...configActions,
	...conflictActions,
	...dialogActions,
	...recordsActions,
	...batchActions,
	...exportActions,
	...overlayActions,
];
