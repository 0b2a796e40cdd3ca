/** What came in by itself and was not looked at yet: `new` was not in the list before, `changed` was. */
export type Freshness = 'new' | 'changed';

/** `turn` is the last one that was there when the reader was at the end; while they are there, they stay there. */
type Tail = { readonly id: string; readonly turn: string; readonly isAtEnd: boolean };

/** Following changes, as far as the screen remembers it. */
export type Live = {
	readonly isOn: boolean;
	/** By conversation. Looking at one (the cursor rests on it, or it is open) takes it out. */
	readonly fresh: ReadonlyMap<string, Freshness>;
	/** Conversations that somebody deleted elsewhere while they were on the screen. */
	readonly gone: ReadonlySet<string>;
	/** Where the reader of the open conversation stands to its end; null before anybody looked. */
	readonly tail: Tail | null;
};

/** Not following, and nothing marked. */
export const notLive: Live = { isOn: false, fresh: new Map(), gone: new Set(), tail: null };

/** So many rows are marked at most: in a night of nobody looking, the oldest marks go. */
const mostMarked = 2_000;

/** Turned on, or off: then nothing stays marked. */
function turned(live: Live, isOn: boolean): Live {
	if (live.isOn === isOn) return live;
	return isOn ? { ...live, isOn } : { ...notLive, gone: live.gone };
}

/** With rows that came in. A new row stays new until it is looked at, however often it changes. */
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

/** With a conversation that was looked at. */
export function seen(live: Live, id: string | null): Live {
	if (id === null || !live.fresh.has(id)) return live;
	const fresh = new Map(live.fresh);
	fresh.delete(id);
	return { ...live, fresh };
}

/** With what a check found: of the conversations asked for, these are gone, and the others are there. */
function checked(live: Live, asked: readonly string[], gone: readonly string[]): Live {
	const next = new Set(live.gone);
	for (const id of asked) next.delete(id);
	for (const id of gone) next.add(id);
	const isSame = next.size === live.gone.size && [...next].every((id) => live.gone.has(id));
	return isSame ? live : { ...live, gone: next };
}

/** What happens to the following of changes. */
export type LiveEvent =
	| { readonly type: 'live'; readonly isOn: boolean }
	/** Rows came in, or changed. */
	| { readonly type: 'live-came'; readonly came: ReadonlyMap<string, Freshness> }
	| { readonly type: 'live-checked'; readonly asked: readonly string[]; readonly gone: readonly string[] }
	| { readonly type: 'live-tail'; readonly tail: Tail | null };

/** The following after an event. */
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
