import { Hono } from 'hono/quick';
import { authentication } from '../auth.ts';
import type { Environment } from '../environment.ts';
import { ApiFailure, badRequest } from '../errors.ts';
import { loopbackHosts } from '../host.ts';
import type { Answering } from '../listen.ts';
import type { ApiServer } from '../server.ts';
import { chaotic } from './chaos.ts';
import type { Rules, SkewedClock } from './rules.ts';
import { readSpec } from './spec.ts';

/** The path to read and replace the rules at run time. The API has no operation there. */
const controlPath = '/chaos';

/** The parts of a server under chaos. */
export type ChaosParts = {
	readonly server: ApiServer;
	readonly rules: Rules;
	/** The server's clock. */
	readonly clock: SkewedClock;
	readonly key: string | null;
	readonly loopbackOnly: boolean;
};

/** A server under chaos, plus a control path that faults do not affect. */
export function controlledChaos({ server, rules, clock, key, loopbackOnly }: ChaosParts): Answering {
	const answer = chaotic(server, rules, clock);
	const controlled = control(rules, key, loopbackOnly);
	return {
		fetch: async (request, outgoing) =>
			URL.parse(request.url)?.pathname === controlPath
				? await controlled(request)
				: await answer(request, outgoing),
	};
}

/**
 * `GET /chaos` lists the active rules and how often each applied. `PUT /chaos` replaces them by the spec in its body;
 * an empty body removes all. Both require the API key.
 */
function control(rules: Rules, key: string | null, loopbackOnly: boolean): ApiServer['fetch'] {
	const app = new Hono<Environment>();
	if (loopbackOnly) app.use(loopbackHosts());
	if (key !== null) app.use(authentication(key));
	app.get(controlPath, (context) => context.text(reportOf(rules)));
	app.put(controlPath, async (context) => {
		const spec = readSpec(await context.req.text());
		if (!spec.ok) throw badRequest(spec.problem);
		rules.replace(spec.rules);
		return context.text(reportOf(rules));
	});
	app.onError((error) => {
		if (!(error instanceof ApiFailure)) throw error;
		return Response.json(error.body, { status: error.status, headers: error.headers });
	});
	return async (request) => await app.fetch(request);
}

function reportOf(rules: Rules): string {
	const lines = rules.report();
	return lines.length === 0 ? 'no faults\n' : `${lines.join('\n')}\n`;
}
