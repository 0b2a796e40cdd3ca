import { channelWords } from '../../domain/channel-words.ts';
import { signalBadge, signalKinds, signalTitle } from '../../domain/signals/signal.ts';
import { noValue } from '../../filter/shown-values.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Glyphs } from '../theme.ts';
import { flagsInOrder, lettered } from './badge-spans.ts';
import { rowSigns } from './list-line.ts';

/** One kind of sign in the list's rows: its title, and each sign with its meaning. */
export type LegendRow = {
	readonly title: string;
	/** `sign` is null where the words alone say it. */
	readonly signs: readonly { readonly sign: SafeText | null; readonly words: string }[];
};

/** The columns of a row, in order, as `listLine` draws them. */
const rowColumns: LegendRow['signs'] = ['time', 'channel', 'end user', 'name', 'length', 'badges'].map(
	(words) => ({ sign: null, words }),
);

/** The meanings of everything that a row of the list shows, made of the tables that draw it. */
export function rowLegend(glyphs: Glyphs): readonly LegendRow[] {
	const tags = channelWords.filter(({ tag }, at) => channelWords.findIndex((one) => one.tag === tag) === at);
	const others = signalKinds.filter((kind) => lettered[kind] === undefined);
	return [
		{ title: 'Columns', signs: rowColumns },
		{
			title: 'Rows',
			signs: [
				{ sign: glyphs.cursor, words: 'cursor' },
				...Object.values(rowSigns).map(({ sign, words }) => ({ sign: sign(glyphs), words })),
				{ sign: safe(noValue), words: 'no value' },
			],
		},
		{ title: 'Channels', signs: tags.map(({ tag, name }) => ({ sign: safe(tag), words: name })) },
		{
			title: 'Badges',
			signs: [
				...flagsInOrder.map(({ short, long, words }) => ({ sign: t`${short} or ${long}`, words })),
				{ sign: t`2`, words: 'other signals' },
				{ sign: t`!2`, words: 'one is urgent' },
			],
		},
		{
			title: 'Signals',
			signs: others.map((kind) => ({ sign: safe(signalBadge(kind)), words: signalTitle(kind) })),
		},
	];
}
