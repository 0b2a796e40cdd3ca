import { QueryClientProvider } from '@tanstack/react-query';
import { useApp } from 'ink';
import { type ReactElement, useSyncExternalStore } from 'react';
import { FaultBoundary } from './fault-boundary.tsx';
import type { Program } from './program.ts';
import { Screen } from './screen.tsx';
import type { TerminalSize } from './terminal-size.ts';

type Props = {
	readonly program: Program;
	readonly size: TerminalSize;
};

/** The program's root component. */
export function App({ program, size }: Props): ReactElement {
	const cells = useSyncExternalStore(size.subscribe, size.get);
	const { exit } = useApp();
	return (
		<FaultBoundary onFault={exit}>
			<QueryClientProvider client={program.client}>
				<Screen program={program} size={cells} />
			</QueryClientProvider>
		</FaultBoundary>
	);
}
