import { Component, type ReactNode } from 'react';

type Props = { readonly onFault: (error: Error) => void; readonly children: ReactNode };
type State = { readonly hasFailed: boolean };

/**
 * Takes a fault of drawing to where all faults are told of. Ink's own boundary would first print its message as it came,
 * with whatever of a server's text or of a key is in it, and lines of our source.
 */
export class FaultBoundary extends Component<Props, State> {
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
