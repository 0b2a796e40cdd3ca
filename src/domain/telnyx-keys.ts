/** The metadata keys that Telnyx writes or reads, in the order of how often people look for them. */
export const telnyxKeys: readonly string[] = [
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

/** True for a metadata key that Telnyx writes or reads: changing it can change behaviour, not only a label. */
export function isTelnyxKey(key: string): boolean {
	return telnyxKeys.includes(key) || key.startsWith('telnyx_');
}

/** Metadata keys in display order: Telnyx's known keys first, the rest by name. */
export function sortedMetadataKeys(keys: readonly string[]): string[] {
	const rank = (key: string): number => {
		const index = telnyxKeys.indexOf(key);
		return index < 0 ? telnyxKeys.length : index;
	};
	return [...keys].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
