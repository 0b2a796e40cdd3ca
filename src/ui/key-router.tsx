import { usePaste, useStdin } from 'ink';
import { useEffect } from 'react';
import type { ActionContext } from '../actions/action.ts';
import type { Bindings } from '../actions/keys/bindings.ts';
import { createBurstRouter } from '../actions/keys/burst.ts';
import { notify } from '../state/events.ts';
import type { Keyboard } from '../terminal/keyboard.ts';
import type { Seen } from '../terminal/seen.ts';
import { countText } from '../text/count.ts';

type Props = {
	readonly context: ActionContext;
	readonly bindings: Bindings;
	readonly keyboard: Keyboard;
	readonly seen: Seen;
};

const nothing = (): void => undefined;

/** The only listener to the keyboard. Ink sets the terminal's modes but receives no keys. */
export function KeyRouter({ context, bindings, keyboard, seen }: Props): null {
	const { setRawMode } = useStdin();
	useEffect(() => {
		setRawMode(true);
		return () => setRawMode(false);
	}, [setRawMode]);
	// Has Ink turn paste marks on, off while another program has the terminal, and on again.
	usePaste(nothing);
	useEffect(() => {
		const router = createBurstRouter({ context, bindings, hasSeen: seen.has });
		return keyboard.listen((event) => {
			switch (event.kind) {
				case 'keys':
					router.keys(event);
					return;
				case 'paste':
					router.paste(event.text, event.isWhole);
					return;
				case 'paste-too-large': {
					notify(
						context,
						'warn',
						`Paste ignored: it has more than ${countText(event.bytes)} bytes. Use a file instead.`,
					);
					return;
				}
				case 'quiet':
					router.quiet();
			}
		});
	}, [context, bindings, keyboard, seen]);
	return null;
}
