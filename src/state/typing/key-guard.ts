import { queryKey } from '../../filter/query-text/format-query-text.ts';
import { holdsSecret } from '../../text/redact.ts';
import type { UiEvent } from '../events.ts';
import { typeInField } from '../reducer.ts';
import type { UiState } from '../ui-state.ts';

/** Approves a state transition, or returns another state instead. */
export type StateGuard = (state: UiState, event: UiEvent, next: UiState) => UiState;

const refusal = 'This text contains your API key, so nothing was sent or stored.';

/**
 * Keeps these keys out of typed, pasted or completed text and out of filters, and so out of requests, recent filters,
 * saved views and files. A step that would add one changes only the notice. A key already in a field came from the
 * server, so that text can still be edited.
 */
export function guardKeys(secrets: readonly string[]): StateGuard {
	const holds = (text: string): boolean => holdsSecret(text, secrets);
	const isRefused = (state: UiState, event: UiEvent, next: UiState): boolean => {
		switch (event.type) {
			case 'field-insert':
			case 'field-edit':
			case 'field-replace':
			case 'overlay-change': {
				const before = fieldText(state);
				// A field that opens shows text from the server.
				return before !== null && !holds(before) && holds(fieldText(next) ?? '');
			}
			case 'query':
				return holds(event.queryText ?? '') || holds(queryKey(event.query));
			case 'views':
				return holds(JSON.stringify(event.saved)) && !holds(JSON.stringify(state.saved));
			default:
				return false;
		}
	};
	return (state, event, next) =>
		isRefused(state, event, next) ? { ...state, notice: { tone: 'bad', text: refusal } } : next;
}

/** The text of the field that has the keyboard; null without one. */
export function fieldText(state: UiState): string | null {
	let text: string | null = null;
	// `typeInField` alone knows every field; an identity change reads it.
	typeInField(state, {
		line: (editor) => {
			text = editor.text;
			return editor;
		},
		area: (area) => {
			text = area.text;
			return area;
		},
	});
	return text;
}
