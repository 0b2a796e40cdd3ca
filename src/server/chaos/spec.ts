import { catalogue, readPercent } from './catalogue.ts';
import type { Rule } from './fault.ts';

/** A parsed spec: its rules, or the faulty rule with the problem and the remedy. */
export type Spec =
	| { readonly ok: true; readonly rules: readonly Rule[] }
	| { readonly ok: false; readonly problem: string };

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** An optional `METHOD /path:` before a fault; it starts with a capital letter or a slash. */
const target = /^([A-Z][A-Z|]*)?\s*(\/[^\s:]*)?\s*:/;
const modifiers = /(?:\+(\d{1,9}))?(?:\*(\d{1,9}))?(?:@([^@]*))?$/;

/**
 * Parses a spec: rules separated by semicolons or line ends. Each is `[METHOD|METHOD] [/path]: fault[=value][,done]`,
 * followed by `+N` (skip the first N), `*N` (at most N times) or `@N%` (this share of the requests). An empty spec
 * has no rules.
 *     GET /ai/conversations: 429=30s*3; DELETE: html,done; latency=100ms-2s@20%
 */
export function readSpec(text: string): Spec {
	const rules: Rule[] = [];
	for (const part of text.split(/[;\n]/)) {
		const written = part.trim();
		if (written === '') continue;
		const rule = readRule(written);
		if (typeof rule === 'string') return { ok: false, problem: `"${written}": ${rule}` };
		rules.push(rule);
	}
	return { ok: true, rules };
}

/** The rule, or the problem as text. */
function readRule(text: string): Rule | string {
	const found = target.exec(text);
	const [whole = '', method, path = null] = found ?? [];
	const wanted = method === undefined ? null : method.split('|');
	const stranger = wanted?.find((name) => !methods.has(name));
	if (stranger !== undefined)
		return `${stranger} is not a method: write one of ${[...methods].join(', ')}, or several with | between`;
	if (/[?#]/.test(path ?? '')) return 'a path cannot have a query: write /ai/conversations';
	const rest = text.slice(whole.length).trim();

	const [tail = '', skip, count, share] = modifiers.exec(rest) ?? [];
	const percent = share === undefined ? 100 : readPercent(share);
	if (percent === null) return `@${share} is not a share: write @20%`;
	const [named = '', flag, ...more] = rest.slice(0, rest.length - tail.length).split(',');
	const [name = '', value = '', ...values] = named.trim().split('=');
	const kind = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
	if (kind === undefined) return unknown(name);
	const fault = values.length > 0 ? null : kind.read(value.trim());
	if (fault === null)
		return `${value === '' ? `${name} needs a value` : `${name} cannot be ${value}`}: write ${kind.usage}`;
	if (more.length > 0 || (flag !== undefined && flag.trim() !== 'done'))
		return `",${more[0] ?? flag}" cannot follow a fault: only ",done" can`;
	if (flag !== undefined && kind.canBeDone !== true)
		return `${name} does not replace an answer, so ",done" has no meaning for it`;
	return {
		text,
		methods: wanted,
		path: path === null ? null : path.replace(/^\/v2(?=\/)/, ''),
		fault,
		isDone: flag !== undefined,
		skip: Number(skip ?? 0),
		count: count === undefined ? null : Number(count),
		share: percent / 100,
	};
}

function unknown(name: string): string {
	if (name === '') return 'the fault is missing: write METHOD /path: fault';
	return `there is no fault "${name}"; there are ${Object.keys(catalogue).join(', ')}`;
}
