/** The metadata keys that Telnyx writes or reads, in the order in which people look for them. */
const known: readonly string[] = [
	'telnyx_conversation_channel',
	'telnyx_end_user_target',
	'telnyx_agent_target',
	'from',
	'to',
	'assistant_id',
	'assistant_version_id',
	'ai_disabled',
	'call_control_id',
	'call_session_id',
	'call_leg_id',
];

/** True for a metadata key that Telnyx itself writes or reads: what hangs on it is not only a label. */
export function isTelnyxKey(key: string): boolean {
	return known.includes(key) || key.startsWith('telnyx_');
}

/** Metadata keys as they are shown everywhere: Telnyx's known ones in their order, the rest by name. */
export function sortedMetadataKeys(keys: readonly string[]): string[] {
	const rank = (key: string): number => {
		const index = known.indexOf(key);
		return index < 0 ? known.length : index;
	};
	return [...keys].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
