import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UiEvent } from './events.ts';
import { reduce } from './reducer.ts';
import { initialState, type UiState } from './ui-state.ts';

/** The one store of UI state, and the one way to change it. */
export type UiStore = Pick<StoreApi<UiState>, 'getState' | 'subscribe'> & {
	readonly dispatch: (event: UiEvent) => void;
};

/** A store that starts from `start` laid over the initial state. */
export function createUiStore(start: Partial<UiState> = {}): UiStore {
	const store = createStore<UiState>(() => ({ ...initialState, ...start }));
	return {
		getState: store.getState,
		subscribe: store.subscribe,
		dispatch: (event) => store.setState((state) => reduce(state, event), true),
	};
}
