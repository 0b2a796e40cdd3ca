import { readConversationId, unwrapped } from '../domain/conversation-id.ts';
import { phoneNumber } from './phone.ts';
import { type Condition, type Filter, metadataColumn } from './tree.ts';

/** The target of a pasted or typed text: one conversation, or all that match a filter. */
export type Jump =
	| { readonly kind: 'id'; readonly id: string }
	| { readonly kind: 'call' | 'phone'; readonly filter: Filter };

const callControlId = /^v\d+:\S+$/;
const address = /^sips?:\S+$/i;
/** A telephone link by RFC 3966; its parameters start at a semicolon. */
const phoneLink = /^tel:([^;]*)/i;
/** A key of JSON or of a log before its value. */
const keyBefore = /^["'`]?[\w.-]+["'`]?\s*[:=]\s*/;

/**
 * Reads an id (see `readConversationId`), a call control id (`v3:…`), or a phone number in any spacing, on either end
 * of the conversation. A number without `+` and country code matches numbers that end in its digits. Quotes, commas,
 * brackets and a leading key are ignored. Returns null for any other text.
 */
export function readJump(pasted: string): Jump | null {
	const text = unwrapped(pasted);
	const jump = readEnd(text) ?? readEnd(unwrapped(text.replace(keyBefore, '')));
	if (jump !== null) return jump;
	const id = readConversationId(pasted);
	return id === null ? null : { kind: 'id', id };
}

/** Reads a call control id, an address or a phone number. */
function readEnd(text: string): Jump | null {
	if (callControlId.test(text)) return { kind: 'call', filter: condition('call_control_id', 'eq', text) };
	if (address.test(text)) return { kind: 'phone', filter: eitherEnd('eq', text) };
	const number = phoneNumber(phoneLink.exec(text)?.[1] ?? text);
	if (number === null) return null;
	const { digits, isWhole } = number;
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
