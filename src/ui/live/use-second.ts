import { useEffect, useReducer } from 'react';
import type { Ticker } from '../../live/ticker.ts';

/** Draws anew once a second while it is on, and not while it is off; gives the ticker's time. */
export function useSecond(ticker: Ticker, isOn: boolean): number {
	const [, tick] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		if (!isOn) return;
		let callOff = (): void => undefined;
		const wait = (): void => {
			callOff = ticker.after(1000 - (ticker.now() % 1000), () => {
				tick();
				wait();
			});
		};
		wait();
		return () => callOff();
	}, [ticker, isOn]);
	return ticker.now();
}
