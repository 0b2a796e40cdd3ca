/** Where a copied text went. */
export type CopiedTo =
	/** A program of the desktop took it into the clipboard. */
	| { readonly kind: 'program'; readonly program: string }
	/** It is in tmux's buffer. `isSentOn`: tmux also sent it to the terminal outside. */
	| { readonly kind: 'tmux'; readonly isSentOn: boolean }
	/** It was sent to the terminal (OSC 52), which does not answer. */
	| { readonly kind: 'terminal'; readonly through: 'tmux' | 'screen' | null }
	/** It is in a file that only the user can read; `why` no clipboard has it, as a sentence. */
	| { readonly kind: 'file'; readonly path: string; readonly why: string }
	/** It is nowhere; `problem` says why, as sentences. */
	| { readonly kind: 'nowhere'; readonly problem: string };
