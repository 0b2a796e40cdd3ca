import { formatInstant } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import { Random } from '../domain/random.ts';
import type { WireConversation } from '../domain/wire.ts';
import { cast } from './assistants.ts';
import type { Plan } from './plan.ts';

const tiers = ['basic', 'silver', 'gold', 'enterprise'] as const;
const campaigns = ['autumn-recall', 'win-back-10', 'nps-q4', 'black-friday'] as const;
const longName =
	'Customer asked three times about the same thing, was promised a call back twice, and now writes to every address that we have, including the one of the founder';

/** Writes the conversation's own row. */
export function writeConversation(plan: Plan): WireConversation {
	const random = new Random(plan.seed, plan.index, 2);
	const row = {
		id: random.uuid(),
		created_at: formatInstant(plan.createdAt),
		last_message_at: formatInstant(plan.lastMessageAt),
		metadata: metadataOf(plan, random),
	};
	const name = nameOf(plan, random);
	return name === undefined ? row : { ...row, name };
}

/** A name, an empty one, null, or undefined for no name at all. */
function nameOf(plan: Plan, random: Random): string | null | undefined {
	const title = random.pick(plan.story.titles);
	const dice = random.unit();
	if (dice < 0.08) return undefined;
	if (dice < 0.14) return null;
	if (dice < 0.18) return '';
	if (dice < 0.19) return '   ';
	if (dice < 0.205) return longName;
	if (dice < 0.4) return `${title}: ${plan.script.person.full}`;
	if (dice < 0.46) return plan.script.person.full;
	return title;
}

function metadataOf(plan: Plan, random: Random): { readonly [key: string]: JsonValue } {
	const metadata: { [key: string]: JsonValue } = {};
	const assistant = cast[plan.story.assistant];
	if (random.chance(0.015))
		return random.chance(0.5) ? metadata : { created_by: 'import-script', batch: '2026-11-b' };
	metadata.assistant_id = assistant.id;
	if (random.chance(0.93)) {
		const back = random.chance(0.7) ? 0 : random.int(1, 2);
		metadata.assistant_version_id = String(Math.max(1, assistant.versions - back));
	}
	if (random.chance(0.98)) metadata.telnyx_conversation_channel = plan.channel;
	addressing(metadata, plan, random, assistant.target);
	custom(metadata, plan, random);
	return metadata;
}

function addressing(
	metadata: { [key: string]: JsonValue },
	plan: Plan,
	random: Random,
	target: string,
): void {
	metadata.telnyx_agent_target = target;
	const caller = endUser(plan, random);
	if (caller !== null) metadata.telnyx_end_user_target = caller;
	const outbound = plan.story.assistant === 'reminder' || plan.story.assistant === 'gone';
	if (plan.channel === 'phone_call' || plan.channel.startsWith('sms')) {
		metadata.from = outbound ? target : (caller ?? 'anonymous');
		metadata.to = outbound ? (caller ?? plan.script.person.phone) : target;
	}
	if (plan.script.medium === 'voice') {
		metadata.call_session_id = random.uuid();
		metadata.call_leg_id = random.uuid();
		metadata.call_control_id = `v3:${random.hex(40)}`;
	}
}

/** The end user's number or browser address, or null if the number is withheld. */
function endUser(plan: Plan, random: Random): string | null {
	switch (plan.channel) {
		case 'web_call':
			return random.chance(0.6) ? `visitor-${random.hex(10)}` : plan.script.person.email;
		case 'web_chat':
			return random.chance(0.5) ? plan.script.person.email : `visitor-${random.hex(10)}`;
		case 'websocket_call':
			return plan.story.assistant === 'stock' ? `headset-${random.int(1, 40)}` : `ws-${random.hex(8)}`;
		default:
			return random.chance(0.04) ? null : plan.script.person.phone;
	}
}

function custom(metadata: { [key: string]: JsonValue }, plan: Plan, random: Random): void {
	if (random.chance(0.35)) metadata.tier = random.pick(tiers);
	if (random.chance(0.25)) metadata.order_id = `ORD-${random.digits(6)}`;
	if (plan.story.assistant === 'reminder' || random.chance(0.06)) metadata.campaign = random.pick(campaigns);
	if (random.chance(0.12)) metadata.customer_name = plan.script.person.full;
	if (random.chance(0.05)) metadata.tags = 'vip, follow-up';
	if (random.chance(0.04)) metadata.reviewed_by = random.pick(['mika', 'deshawn', 'qa-bot']);
	if (random.chance(0.02))
		metadata.crm = `{"id":"${random.hex(8)}","stage":"renewal","owner":{"team":"west"}}`;
	if (random.chance(0.02)) metadata.notes = '';
	if (random.chance(0.035)) metadata.ai_disabled = 'true';
	else if (random.chance(0.02)) metadata.ai_disabled = 'false';
}
