/** Terminfo names of terminals that cannot place the cursor. */
const unfit = /^(?:dumb(?:-.*)?|unknown|network|dialup|switch|printer|lpr)$/;

/** Explains in one or two sentences why the terminal named by `TERM` cannot show the screen; null if it can. */
export function unfitTerminal(
	environment: Readonly<Record<string, string | undefined>>,
	platform: NodeJS.Platform,
): string | null {
	const { TERM = '' } = environment;
	const needs = 'tconv needs a terminal that can place the cursor';
	if (unfit.test(TERM)) return `${needs}; TERM is ${TERM}. tconv tail works there.`;
	// Windows consoles have no TERM.
	if (TERM !== '' || platform === 'win32') return null;
	return `${needs}; TERM is not set. If yours can, run TERM=xterm-256color tconv. tconv tail works without it.`;
}
