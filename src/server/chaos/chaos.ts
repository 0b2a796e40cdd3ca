import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { millisOf } from '../../domain/instant.ts';
import type { Answering } from '../listen.ts';
import type { ApiServer } from '../server.ts';
import { changeText, replacement, type WholeAnswer } from './answers.ts';
import type { Fault, Rule, Transfer } from './fault.ts';
import { changeRows } from './rows.ts';
import type { Rules, SkewedClock, Struck } from './rules.ts';
import { cutOff, sendHalf, sendThrough } from './send.ts';

const basePath = /^\/v2(?=\/)/;

/** Applies the rules between the server and its clients. `clock` must be the server's clock. */
export function chaotic(server: ApiServer, rules: Rules, clock: SkewedClock): Answering['fetch'] {
	const kept = new WeakMap<Rule, Map<string, WholeAnswer>>();

	return async (request, outgoing) => {
		const { method } = request;
		const path = URL.parse(request.url)?.pathname.replace(basePath, '') ?? '';
		const struck = rules.strike(method, path);
		if (struck.length === 0) return await server.fetch(request);

		await delay(struck, outgoing);
		if (struck.some(({ rule: { fault } }) => fault.kind === 'reset' && fault.when === 'before')) {
			cutOff(outgoing);
			return null;
		}
		const skew = struck.reduce(
			(sum, { rule: { fault } }) => sum + (fault.kind === 'clock' ? fault.skew : 0),
			0,
		);
		const answer = await clock.run(skew, async () => {
			const replaced = replacementOf(struck, millisOf(clock.now()));
			const own = replaced?.isDone === false ? replaced.answer : await wholeOf(await server.fetch(request));
			const chosen = replaced?.answer ?? own;
			if (skew !== 0) chosen.headers.set('date', new Date(millisOf(clock.now())).toUTCString());
			return chosen;
		});
		await send(outgoing, struck, changed(answer, struck, `${method} ${path}`, kept));
		return null;
	};
}

async function delay(struck: readonly Struck[], outgoing: ServerResponse): Promise<void> {
	const gone = new AbortController();
	outgoing.once('close', () => gone.abort());
	for (const { rule, random } of struck) {
		const { fault } = rule;
		if (fault.kind !== 'latency') continue;
		// A request counts as sent even if the client disconnects during the delay, so it is still carried out.
		await sleep(random.between(fault.from, fault.to), undefined, { signal: gone.signal }).catch(
			() => undefined,
		);
	}
}

function replacementOf(
	struck: readonly Struck[],
	now: number,
): { readonly answer: WholeAnswer; readonly isDone: boolean } | null {
	for (const { rule } of struck) {
		const answer = replacement(rule.fault, now);
		if (answer !== null) return { answer, isDone: rule.isDone };
	}
	return null;
}

async function wholeOf(response: Response): Promise<WholeAnswer> {
	const headers = new Headers(response.headers);
	headers.delete('content-length');
	return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) };
}

function changed(
	answer: WholeAnswer,
	struck: readonly Struck[],
	place: string,
	kept: WeakMap<Rule, Map<string, WholeAnswer>>,
): WholeAnswer {
	let now = answer;
	for (const { rule, random } of struck) {
		const { fault } = rule;
		if (fault.kind === 'stale') {
			const answers = kept.get(rule) ?? new Map<string, WholeAnswer>();
			kept.set(rule, answers);
			now = answers.get(place) ?? now;
			answers.set(place, now);
		} else if (fault.kind === 'rows') {
			const text = changeRows(now.body.toString(), fault.change, fault.size, random);
			now = { ...now, body: Buffer.from(text) };
		} else {
			now = { ...now, body: changeText(fault, now.body, random) };
		}
	}
	return now;
}

async function send(outgoing: ServerResponse, struck: readonly Struck[], answer: WholeAnswer): Promise<void> {
	const reset = struck.map(({ rule }) => rule.fault).find((fault) => fault.kind === 'reset');
	if (reset?.when === 'after') return cutOff(outgoing);
	if (reset?.when === 'during') return await sendHalf(outgoing, answer);
	await sendThrough(struck.map(({ rule }) => rule.fault).find(isTransfer) ?? null, outgoing, answer);
}

function isTransfer(fault: Fault): fault is Transfer {
	return ['huge', 'gzip', 'endless', 'drip'].includes(fault.kind);
}
