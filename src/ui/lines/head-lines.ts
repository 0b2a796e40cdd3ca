import {
	type Conversation,
	channelOf,
	durationMillis,
	endUserOf,
	isAiDisabled,
	metadataText,
} from '../../domain/conversation.ts';
import { millisOf } from '../../domain/instant.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { steady } from '../../text/steady.ts';
import { clock, day, duration, offset } from '../../text/time.ts';
import type { Glyphs } from '../theme.ts';
import { channelName } from './channel.ts';
import { phone } from './list-line.ts';

/** What the head says beyond the conversation itself. */
type HeadFacts = {
	readonly assistantName: string | null;
	/** How many turns there are, and of how many messages they were loaded; null while unknown. */
	readonly messages: { readonly loaded: number; readonly total: number } | null;
};

/** The two lines over every pane of a conversation: who with whom, and when, how long, with which assistant. */
export function headLines(
	conversation: Conversation,
	facts: HeadFacts,
	width: number,
	glyphs: Glyphs,
): readonly Line[] {
	const separator = span('dim', t` ${glyphs.dot} `);
	const who = endUserOf(conversation);
	const agent = metadataText(conversation.metadata, 'telnyx_agent_target');
	const parties = t`${who === '' ? t`unknown` : phone(who)}${agent === '' ? nothing : t` ${glyphs.arrow} ${phone(agent)}`}`;
	const name = conversation.name?.trim() ?? '';
	const first: Line = [
		span('strong', steady(parties)),
		separator,
		span('plain', channelName(channelOf(conversation))),
		...(name === '' ? [] : [separator, span('plain', steady(safe(name)))]),
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

/** Less than this would read as 0.0 s. */
const shortestMillis = 50;

function when(conversation: Conversation): SafeText {
	const from = conversation.createdAt;
	if (from === null) return t`no time given`;
	const start = millisOf(from);
	const length = durationMillis(conversation);
	// With no message, or with one, no time went by that anyone could mean.
	const isShown = length !== null && length >= shortestMillis;
	return t`${day(start)} ${clock(start)} ${offset(start)}${isShown ? t`, ${duration(length)} long` : nothing}`;
}

function assistant(conversation: Conversation, { assistantName }: HeadFacts): SafeText {
	const id = metadataText(conversation.metadata, 'assistant_id');
	if (id === '' && assistantName === null) return nothing;
	const version = metadataText(conversation.metadata, 'assistant_version_id');
	return t`${steady(safe(assistantName ?? id))}${version === '' ? nothing : t` v${safe(version)}`}`;
}

function counts({ messages }: HeadFacts): SafeText {
	if (messages === null) return nothing;
	if (messages.loaded < messages.total) return t`${messages.loaded} of ${messages.total} messages, loading`;
	if (messages.total === 0) return t`no messages`;
	return messages.total === 1 ? t`1 message` : t`${messages.total} messages`;
}
