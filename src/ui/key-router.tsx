import { useInput, usePaste } from 'ink';
import type { ActionContext } from '../actions/action.ts';
import type { Bindings } from '../actions/bindings.ts';
import { pressStroke, typeText } from '../actions/router.ts';
import { strokesOf } from '../actions/strokes.ts';

type Props = { readonly context: ActionContext; readonly bindings: Bindings };

/**
 * The one place that hears the keyboard. Ink's `useInput` tells every listener every key, so there is only one; a paste
 * comes on its own channel and is never taken for keys.
 */
export function KeyRouter({ context, bindings }: Props): null {
	useInput((input, key) => {
		for (const stroke of strokesOf(input, key)) pressStroke(stroke, context, bindings);
	});
	usePaste((text) => typeText(text, context));
	return null;
}
