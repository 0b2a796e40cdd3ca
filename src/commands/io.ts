/** Why a command ends before its work does: the reason of its signal. */
export type CommandEnd =
	| { readonly kind: 'signal'; readonly name: 'SIGINT' | 'SIGTERM' | 'SIGHUP' }
	/** The reader of its output has gone. */
	| { readonly kind: 'unread' }
	| { readonly kind: 'unwritable'; readonly reason: string };
