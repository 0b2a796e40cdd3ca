import { performance } from 'node:perf_hooks';
import { badgesOf, type ListRow } from '../../src/data/list-row.ts';
import { createListSearch, prepareSearch } from '../../src/view/list/list-search.ts';
import { summarise } from './statistics.ts';
import type { Row } from './table.ts';

/** Measures the cost of one key in a list search, without drawing the frame. */
const ROWS = 100_000;
const REPEATS = 20;
const budget = 16;

const subjects = [
	'Refund for order',
	'Reservation of a table',
	'Appointment moved',
	'Voice: FindRestaurants',
];
const people = ['Smith', 'Ångström', 'García', 'Okafor', 'Novák', 'Sato'];
const assistants = new Map(Array.from({ length: 20 }, (_, at) => [`assistant-${at}`, `Assistant ${at}`]));

/** A realistic id, the same in every run. */
function idOf(index: number): string {
	const hex = Math.imul(index + 1, 2_654_435_761) >>> 0;
	const part = hex.toString(16).padStart(8, '0');
	return `${part}-${part.slice(0, 4)}-4${part.slice(1, 4)}-8${part.slice(5)}-${part}${part.slice(4)}`;
}

function rowAt(index: number): ListRow {
	const id = idOf(index);
	const metadata = {
		telnyx_conversation_channel: index % 3 === 0 ? 'phone_call' : 'web_chat',
		telnyx_agent_target: '+18005558800',
		telnyx_end_user_target: `+1${2_000_000_000 + ((index * 7_919) % 999_999_999)}`,
		assistant_id: `assistant-${index % 20}`,
		call_control_id: `v3:${idOf(index + ROWS)}`,
		tier: index % 50 === 0 ? 'platinum' : 'standard',
	};
	const name = `${subjects[index % subjects.length]} ${index}, ${people[index % people.length]}`;
	const conversation = { id, name, createdAt: null, lastMessageAt: null, metadata, raw: {} };
	return { kind: 'conversation', id, conversation };
}

/** Measures one key of a search in 100,000 rows, the first key after new rows included. */
export async function find(): Promise<readonly Row[]> {
	const rows = Array.from({ length: ROWS }, (_, index) => rowAt(index));
	const started = performance.now();
	prepareSearch(rows, assistants);
	const prepared = performance.now() - started;
	// As many rows are looked up in the order by attention.
	const failed = {
		kind: 'tool-failed',
		severity: 'high',
		turns: [],
		explanation: '1 of 2 tool calls failed',
		quote: 'crm_lookup',
	} as const;
	const known = new Map(rows.slice(0, 300).map(({ id }) => [id, badgesOf([failed])]));
	const typed = ['refund', 'smyth', 'reservaton', '+1200', 'platinum voice', 'garcia 99', 'zzzz', idOf(77)];
	const found = typed.map((text): Row => {
		const millis: number[] = [];
		let count = 0;
		for (let repeat = 0; repeat < REPEATS; repeat += 1) {
			const search = createListSearch();
			// The first key after new rows builds the list of texts, which is part of the measurement.
			for (let end = 1; end <= text.length; end += 1) {
				const at = performance.now();
				count = search(rows, assistants, known, text.slice(0, end)).ids.length;
				millis.push(performance.now() - at);
			}
		}
		const { min, median, p99, max } = summarise(millis);
		return {
			what: `“${text}”, ${count} found: ms a key`,
			figures: { min, median, p99, max },
			aim: { said: `p99 ≤ ${budget}`, met: p99 <= budget },
		};
	});
	const ofPage = (prepared / ROWS) * 100;
	return [...found, { what: 'the texts of a page of 100 put together, ms', figures: { median: ofPage } }];
}
