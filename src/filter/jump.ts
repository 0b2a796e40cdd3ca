import { type Condition, type Filter, metadataColumn } from './tree.ts';

/** What a text that was pasted or typed leads to: one conversation, or those that a filter lets through. */
export type Jump =
	| { readonly kind: 'id'; readonly id: string }
	| { readonly kind: 'call' | 'phone'; readonly filter: Filter };

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const callControlId = /^v\d+:\S+$/;
const address = /^sips?:\S+$/i;
const phone = /^\+?[\d\s().\u2011-]+$/;

/** Fewer digits than this are no number that could be looked for; more than 15 no number has (E.164). */
const digitsOfPhone = { least: 7, most: 15 } as const;

/**
 * Reads an id (UUID), a call control id (`v3:…`), or a phone number however it is spaced, as one end of a conversation; a
 * number without its `+` and country may end in those digits. Null for any other text.
 */
export function readJump(pasted: string): Jump | null {
	const text = pasted.trim();
	if (uuid.test(text)) return { kind: 'id', id: text };
	if (callControlId.test(text)) return { kind: 'call', filter: condition('call_control_id', 'eq', text) };
	if (address.test(text)) return { kind: 'phone', filter: eitherEnd('eq', text) };
	if (!phone.test(text)) return null;
	const digits = text.replaceAll(/\D/g, '');
	if (digits.length < digitsOfPhone.least || digits.length > digitsOfPhone.most) return null;
	const isWhole = text.startsWith('+');
	return {
		kind: 'phone',
		filter: isWhole ? eitherEnd('eq', `+${digits}`) : eitherEnd('like', `*${digits}`),
	};
}

function eitherEnd(operator: 'eq' | 'like', operand: string): Filter {
	const children = ['telnyx_end_user_target', 'telnyx_agent_target'].map((key) =>
		condition(key, operator, operand),
	);
	return { kind: 'group', join: 'or', negated: false, children };
}

function condition(key: string, operator: 'eq' | 'like', operand: string): Condition {
	return { kind: 'condition', column: metadataColumn(key), negated: false, operator, operand };
}
