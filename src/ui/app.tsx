import { QueryClientProvider } from '@tanstack/react-query';
import { useApp } from 'ink';
import { Component, type ReactElement, type ReactNode, useSyncExternalStore } from 'react';
import type { Draw, ScreenTerminal } from '../terminal/run-in-terminal.ts';
import type { Program } from './program.ts';
import { Screen } from './screen.tsx';

type Props = ScreenTerminal & { readonly program: Program };

type BoundaryProps = { readonly onFault: (error: Error) => void; readonly children: ReactNode };
type State = { readonly hasFailed: boolean };

/**
 * Passes a rendering fault on to the common fault handler. Ink's own boundary would first print the raw message,
 * including server text or a key in it, and source lines.
 */
class FaultBoundary extends Component<BoundaryProps, State> {
	override state: State = { hasFailed: false };

	static getDerivedStateFromError(): State {
		return { hasFailed: true };
	}

	override componentDidCatch(error: unknown): void {
		this.props.onFault(error instanceof Error ? error : new Error(String(error)));
	}

	override render(): ReactNode {
		return this.state.hasFailed ? null : this.props.children;
	}
}

/** The root component of the program. */
export function App({ program, size, keyboard, seen }: Props): ReactElement {
	const cells = useSyncExternalStore(size.subscribe, size.get);
	const { exit } = useApp();
	return (
		<FaultBoundary onFault={exit}>
			<QueryClientProvider client={program.client}>
				<Screen program={program} size={cells} keyboard={keyboard} seen={seen} />
			</QueryClientProvider>
		</FaultBoundary>
	);
}

/** Returns a function that draws the program in a given terminal. */
export function drawing(program: Program): Draw {
	return (terminal) => <App program={program} {...terminal} />;
}
