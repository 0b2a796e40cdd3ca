import { QueryClientProvider } from '@tanstack/react-query';
import { useWindowSize } from 'ink';
import type { ReactElement } from 'react';
import type { Size } from './geometry.ts';
import type { Program } from './program.ts';
import { Screen } from './screen.tsx';

type Props = {
	readonly program: Program;
	/** Given in tests, where no terminal says how large it is. */
	readonly size?: Size;
};

/** The program's root component. */
export function App({ program, size }: Props): ReactElement {
	return (
		<QueryClientProvider client={program.client}>
			{size === undefined ? <SizedByTerminal program={program} /> : <Screen program={program} size={size} />}
		</QueryClientProvider>
	);
}

function SizedByTerminal({ program }: { readonly program: Program }): ReactElement {
	const size = useWindowSize();
	return <Screen program={program} size={size} />;
}
