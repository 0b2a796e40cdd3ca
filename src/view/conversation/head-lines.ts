import type { MessageSet } from '../../data/detail-queries.ts';
import {
	type Conversation,
	channelOf,
	durationMillis,
	endUserOf,
	isAiDisabled,
	metadataText,
} from '../../domain/conversation.ts';
import { isNullRow } from '../../domain/decoded.ts';
import { millisOf } from '../../domain/instant.ts';
import { noUser } from '../../filter/shown-values.ts';
import { cutText } from '../../text/cut.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { clock, day, duration, offset } from '../../text/time.ts';
import { normalizeWidth } from '../../text/width.ts';
import { channelName } from '../list/channel.ts';
import { phone } from '../list/list-line.ts';
import type { Glyphs } from '../theme.ts';

/** Longest part of a name that is measured; no row is this wide. */
const longestName = 1000;

/** Facts for the head that are not in the conversation itself. */
type HeadFacts = {
	readonly assistantName: string | null;
	/** True if it is marked for a batch; the list with its marks may not be on the screen. */
	readonly isMarked: boolean;
	/** The messages loaded so far; null if none are. */
	readonly messages: (MessageSet & { readonly isFetching: boolean }) | null;
};

/** The two lines above every pane of a conversation: the parties, then start, length, messages and assistant. */
export function headLines(
	conversation: Conversation,
	facts: HeadFacts,
	width: number,
	glyphs: Glyphs,
): readonly Line[] {
	const separator = span('dim', t` ${glyphs.dot} `);
	const who = endUserOf(conversation);
	const agent = metadataText(conversation.metadata, 'telnyx_agent_target');
	const parties = t`${who === '' ? safe(noUser) : phone(who)}${agent === '' ? nothing : t` ${glyphs.arrow} ${phone(agent)}`}`;
	const name = conversation.name?.trim() ?? '';
	const first: Line = [
		...(facts.isMarked ? [span('accent', t`${glyphs.marked} `)] : []),
		span('strong', normalizeWidth(parties)),
		separator,
		span('plain', channelName(channelOf(conversation))),
		...(name === '' ? [] : [separator, span('plain', normalizeWidth(safe(cutText(name, longestName).text)))]),
		...(isAiDisabled(conversation) ? [separator, span('warn', t`AI disabled`)] : []),
	];
	const parts = [when(conversation), counts(facts), assistant(conversation, facts)].filter(
		(part) => part !== '',
	);
	const second = parts.flatMap(
		(part, index): Line => [...(index === 0 ? [] : [separator]), span('dim', part)],
	);
	return [fitLine(first, width), fitLine(second, width)];
}

/** A shorter length would read as 0.0 s. */
const shortestMillis = 50;

function when(conversation: Conversation): SafeText {
	const from = conversation.createdAt;
	if (from === null) return t`unknown time`;
	const start = millisOf(from);
	const length = durationMillis(conversation);
	// With one message or none there is no meaningful length.
	const isShown = length !== null && length >= shortestMillis;
	return t`${day(start)} ${clock(start)} ${offset(start)}${isShown ? t`, ${duration(length)} long` : nothing}`;
}

function assistant(conversation: Conversation, { assistantName }: HeadFacts): SafeText {
	const id = metadataText(conversation.metadata, 'assistant_id');
	if (id === '' && assistantName === null) return nothing;
	const version = metadataText(conversation.metadata, 'assistant_version_id');
	return t`${normalizeWidth(safe(assistantName ?? id))}${version === '' ? nothing : t` v${safe(version)}`}`;
}

function counts({ messages }: HeadFacts): SafeText {
	if (messages === null) return nothing;
	const { rows, total, holes, complete, isFetching } = messages;
	const empty = rows.filter(isNullRow).length;
	const count = rows.length - empty;
	if (!complete) {
		const loaded = t`${count - holes} of ${total - empty} messages`;
		return isFetching ? t`${loaded}, loading` : t`${loaded}, r loads the rest`;
	}
	const odd = empty === 0 ? nothing : t`, ${empty} null`;
	if (count === 0) return t`no messages${odd}`;
	return count === 1 ? t`1 message${odd}` : t`${count} messages${odd}`;
}
