import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UiEvent } from './events.ts';
import { reduce } from './reducer.ts';
import type { StateGuard } from './typing/key-guard.ts';
import { initialState, type UiState } from './ui-state.ts';

/** The only store of UI state, and the only way to change it. */
export type UiStore = Pick<StoreApi<UiState>, 'getState' | 'subscribe'> & {
	readonly dispatch: (event: UiEvent) => void;
};

/** Creates a store that starts from `start` laid over the initial state. Every step passes `guard`. */
export function createUiStore(
	start: Partial<UiState> = {},
	guard: StateGuard = (_state, _event, next) => next,
): UiStore {
	const store = createStore<UiState>(() => ({ ...initialState, ...start }));
	return {
		getState: store.getState,
		subscribe: store.subscribe,
		dispatch: (event) => store.setState((state) => guard(state, event, reduce(state, event)), true),
	};
}
