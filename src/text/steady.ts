import { clustersOf } from './clusters.ts';
import { quickWidth } from './quick.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';

const loneTone = /(?<!\p{Emoji_Modifier_Base}\uFE0F?)\p{Emoji_Modifier}/gu;
const selectors = /\uFE0E|\uFE0F|\u20E3|\p{Emoji_Modifier}|[\u{E0020}-\u{E007F}]/gu;
// Safe text has joiners in emoji only between two members of a family.
const otherMembers = /\u200D\p{Extended_Pictographic}/gu;
const regional = /^\p{Regional_Indicator}/u;
// What joins the cluster before it with or without a non-joiner in between.
const mark = /^(?:\p{M}|\u200C|\u200D|[\uFF9E\uFF9F])$/u;

/**
 * The text in a form that all terminals measure alike, for rows where a divider must not shear. Emoji lose selectors,
 * keycaps and skin tones, and families become their first member; Thai and Lao AM are written as the two characters they
 * are drawn as; letters that would share one cluster are kept apart by a non-joiner. What it means stays readable.
 */
export function steady(text: SafeText): SafeText {
	if (quickWidth(text) >= 0) return text;
	const plain = text
		.replace(loneTone, '■')
		.replace(selectors, '')
		.replace(otherMembers, '')
		.normalize('NFC')
		.replaceAll('\u0E33', '\u0E4D\u0E32')
		.replaceAll('\u0EB3', '\u0ECD\u0EB2');
	return assumeSafe(quickWidth(plain) >= 0 ? plain : clustersOf(plain).map(apart).join(''));
}

/** Puts a non-joiner between the letters of a cluster: there is one cell each, whatever the terminal makes of them. */
function apart(cluster: string): string {
	if (cluster.length === 1 || regional.test(cluster)) return cluster;
	let out = '';
	for (const point of cluster) out += out === '' || mark.test(point) ? point : `\u200C${point}`;
	return out;
}
