import { useEffect } from 'react';
import { taskWords } from '../../domain/run-words.ts';
import { isCutOff } from '../../state/runs.ts';
import type { Program } from '../program.ts';

/** Tells, once the list is there, of runs that were cut off: what was done in them is not known yet. */
export function useCutOffNotice({ store, writer }: Program, isLoaded: boolean): void {
	useEffect(() => {
		if (!isLoaded) return;
		const look = async (): Promise<void> => {
			const { runs } = await writer.records.runs.list();
			const cut = runs.filter(isCutOff);
			const [first] = cut;
			if (first === undefined || store.getState().notice !== null) return;
			const others = cut.length === 1 ? '' : ` (and ${cut.length - 1} more)`;
			const text = `A run was cut off: ${taskWords(first.plan.task)}${others}. :runs says what was done.`;
			store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
		};
		// Whoever opens :runs is told why they cannot be read.
		look().catch(() => undefined);
	}, [store, writer, isLoaded]);
}
