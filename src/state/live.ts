/** A live update that the user has not looked at: a `new` row was not in the list before, a `changed` one was. */
export type Freshness = 'new' | 'changed';

/** `turn` is the last one when the reader was at the end; a reader at the end stays there. */
type Tail = { readonly id: string; readonly turn: string; readonly isAtEnd: boolean };

/** The state of live updates on the screen. */
export type Live = {
	readonly isOn: boolean;
	/** By conversation. Looking at one (the cursor rests on it, or it is open) removes its entry. */
	readonly fresh: ReadonlyMap<string, Freshness>;
	/** Conversations deleted elsewhere while they were on screen. */
	readonly gone: ReadonlySet<string>;
	/** The reader's position relative to the end of the open conversation; null before the first look. */
	readonly tail: Tail | null;
};

/** Live updates off, nothing marked. */
export const notLive: Live = { isOn: false, fresh: new Map(), gone: new Set(), tail: null };

/** Most marked rows; during an unattended night the oldest marks go. */
const mostMarked = 2_000;

/** Turns live updates on, or off, which clears all marks. */
function turned(live: Live, isOn: boolean): Live {
	if (live.isOn === isOn) return live;
	return isOn ? { ...live, isOn } : { ...notLive, gone: live.gone };
}

/** Adds marks for rows that arrived. A new row stays new until the user looks at it, even if it changes. */
function marked(live: Live, came: ReadonlyMap<string, Freshness>): Live {
	if (came.size === 0) return live;
	const fresh = new Map(live.fresh);
	for (const [id, kind] of came) if (fresh.get(id) !== 'new') fresh.set(id, kind);
	for (const id of fresh.keys()) {
		if (fresh.size <= mostMarked) break;
		fresh.delete(id);
	}
	return { ...live, fresh };
}

/** Removes the mark of a conversation that the user looked at. */
export function seen(live: Live, id: string | null): Live {
	if (id === null || !live.fresh.has(id)) return live;
	const fresh = new Map(live.fresh);
	fresh.delete(id);
	return { ...live, fresh };
}

/** Applies a check: of the conversations in `asked`, those in `gone` are deleted and the others exist. */
function checked(live: Live, asked: readonly string[], gone: readonly string[]): Live {
	const next = new Set(live.gone);
	for (const id of asked) next.delete(id);
	for (const id of gone) next.add(id);
	const isSame = next.size === live.gone.size && [...next].every((id) => live.gone.has(id));
	return isSame ? live : { ...live, gone: next };
}

/** Events of live updates. */
export type LiveEvent =
	| { readonly type: 'live'; readonly isOn: boolean }
	/** Rows arrived or changed. */
	| { readonly type: 'live-came'; readonly came: ReadonlyMap<string, Freshness> }
	| { readonly type: 'live-checked'; readonly asked: readonly string[]; readonly gone: readonly string[] }
	| { readonly type: 'live-tail'; readonly tail: Tail | null };

/** The live state after an event. */
export function reduceLive(live: Live, event: LiveEvent): Live {
	switch (event.type) {
		case 'live':
			return turned(live, event.isOn);
		case 'live-came':
			return marked(live, event.came);
		case 'live-checked':
			return checked(live, event.asked, event.gone);
		case 'live-tail':
			return { ...live, tail: event.tail };
	}
}
