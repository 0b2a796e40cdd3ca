import { type Severity, type Signal, signalTitle } from '../../domain/signals/signal.ts';
import { type Layout, layoutOf } from '../../state/scroll.ts';
import type { Block } from '../../state/view.ts';
import { clipLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { normalizeWidth } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { textBlock } from './value-lines.ts';

const severityTones: Readonly<Record<Severity, Tone>> = { high: 'bad', medium: 'warn', low: 'plain' };

/** The key of the heading over the signals. */
const signalsHeading = 'signals';

/** Longest quote, in characters; the transcript has the rest. */
const mostQuoted = 200;

/** The signals of a conversation with their reasons, one block each under a heading; empty without signals. */
export function signalBlocks(signals: readonly Signal[], width: number): Block[] {
	if (signals.length === 0) return [];
	const heading = textBlock(signalsHeading, [clipLine([span('strong', t`Signals`)], width)]);
	const blocks = signals.map((signal): Block => {
		const { kind, severity, explanation, quote } = signal;
		const urgent = severity === 'high' ? t`! ` : t`  `;
		const lines: Line[] = [
			...wrapLine(
				[
					span(severityTones[severity], t`${urgent}${safe(signalTitle(kind))}`),
					span('plain', t`: ${safe(explanation)}`),
				],
				width,
				2,
			),
			...(quote === null
				? []
				: wrapLine([span('dim', t`  "${normalizeWidth(safe(quote.slice(0, mostQuoted)))}"`)], width, 2)),
		];
		const words = quote === null ? '' : ` “${quote}”`;
		const source = { name: 'the signal', raw: `${signalTitle(kind)}: ${explanation}${words}` };
		return { ...textBlock(`signal ${kind}`, lines), source };
	});
	return [heading, ...blocks, textBlock('signals end', [[span('plain', t``)]])];
}

/** The layout of a pane's blocks; the cursor does not start on the heading over the signals. */
export function layOutBlocks(blocks: readonly Block[]): Layout {
	return layoutOf(
		blocks.map(({ key, lines }) => ({ key, height: lines.length, isHeading: key === signalsHeading })),
	);
}

/** Maps each turn to the titles of its signals. */
export function signalWordsByTurn(signals: readonly Signal[]): ReadonlyMap<string, SafeText> {
	const words = new Map<string, SafeText>();
	for (const { kind, turns } of signals) {
		for (const key of turns) {
			const before = words.get(key);
			const title = safe(signalTitle(kind));
			words.set(key, before === undefined ? t`! ${title}` : t`${before}, ${title}`);
		}
	}
	return words;
}
