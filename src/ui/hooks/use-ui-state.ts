import { useSyncExternalStore } from 'react';
import type { UiStore } from '../../state/store.ts';
import type { UiState } from '../../state/ui-state.ts';

/** The UI state as it is now; draws anew when it changes. */
export function useUiState(store: UiStore): UiState {
	return useSyncExternalStore(store.subscribe, store.getState);
}
