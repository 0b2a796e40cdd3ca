import type { KeyboardClock } from '../../src/terminal/keyboard.ts';

/** A keyboard's clock that only the test advances. */
export class KeyClock implements KeyboardClock {
	#now = 0;
	readonly #calledOff = new Set<unknown>();
	#due: { readonly at: number; readonly callBack: () => void }[] = [];

	readonly now = (): number => this.#now;

	readonly after = (millis: number, callBack: () => void): (() => void) => {
		const timer = { at: this.#now + millis, callBack };
		this.#due.push(timer);
		return () => {
			this.#calledOff.add(timer);
			this.#due = this.#due.filter((one) => one !== timer);
		};
	};

	/** Advances by this many milliseconds. */
	pass(millis: number): void {
		const until = this.#now + millis;
		for (;;) {
			const [next] = this.#due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
			if (next === undefined) break;
			this.#due = this.#due.filter((one) => one !== next);
			this.#now = Math.max(this.#now, next.at);
			next.callBack();
		}
		this.#now = until;
	}

	/** Advances the time within `work` without running timers, as in a busy program. */
	hold(work: () => void): void {
		const due = this.#due;
		this.#due = [];
		work();
		this.#due = [...due.filter((one) => !this.#calledOff.has(one)), ...this.#due];
	}

	/** A pause long enough for all pending input to expire. */
	pause(): void {
		this.pass(10_000);
	}
}
