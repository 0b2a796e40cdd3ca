import { AsyncLocalStorage } from 'node:async_hooks';
import type { Instant } from '../../domain/instant.ts';
import { Random } from '../../domain/random.ts';
import type { Rule } from './fault.ts';

/** A rule with its own random stream: a fault then depends only on the seed and on earlier matching requests. */
type Running = { readonly rule: Rule; readonly random: Random; matched: number; done: number };

/** A rule that applies to a request, and the random stream for its choices. */
export type Struck = { readonly rule: Rule; readonly random: Random };

/** The active rules with their counts. They can be replaced while the server runs. */
export class Rules {
	readonly #seed: number;
	#running: readonly Running[] = [];

	constructor(rules: readonly Rule[], seed: number) {
		this.#seed = seed;
		this.replace(rules);
	}

	/** Replaces all rules. Every count starts again, even for an unchanged rule. */
	replace(rules: readonly Rule[]): void {
		this.#running = rules.map((rule, at) => ({
			rule,
			random: new Random(this.#seed, at),
			matched: 0,
			done: 0,
		}));
	}

	/** The rules that apply to this request, in order. Each call counts as a request. */
	strike(method: string, path: string): Struck[] {
		return this.#running.flatMap((running) => {
			const { rule, random } = running;
			if (!matches(rule, method, path)) return [];
			running.matched += 1;
			// Drawn every time, so that a count does not affect later requests.
			const isChosen = random.chance(rule.share);
			const isOver = rule.count !== null && running.done >= rule.count;
			if (running.matched <= rule.skip || isOver || !isChosen) return [];
			running.done += 1;
			return [{ rule, random: new Random(this.#seed, random.bits()) }];
		});
	}

	/** One line a rule: how often it applied, out of how many matching requests. */
	report(): string[] {
		return this.#running.map(({ rule, matched, done }) => `${done} of ${matched}: ${rule.text}`);
	}
}

function matches({ methods, path }: Rule, method: string, asked: string): boolean {
	return (methods === null || methods.includes(method)) && (path === null || patternOf(path).test(asked));
}

function patternOf(path: string): RegExp {
	const parts = path.split('**').map((part) => part.split('*').map(escaped).join('[^/]+'));
	return new RegExp(`^${parts.join('.*')}$`);
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A clock that is skewed for requests with a clock fault and right for all others. */
export class SkewedClock {
	readonly #right: () => Instant;
	readonly #skew = new AsyncLocalStorage<number>();

	constructor(right: () => Instant) {
		this.#right = right;
	}

	/** The time as seen by the current request. */
	readonly now = (): Instant => {
		// Branding: an instant plus a duration is an instant.
		return (this.#right() + (this.#skew.getStore() ?? 0) * 1000) as Instant;
	};

	/** Runs `work` with the clock ahead by `skewMillis` milliseconds. */
	run<T>(skewMillis: number, work: () => T): T {
		return this.#skew.run(skewMillis, work);
	}
}
