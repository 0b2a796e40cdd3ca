import { type Action, groups } from '../../actions/action.ts';
import type { Bindings } from '../../actions/keys/bindings.ts';
import { clipLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { blank, cellWidth, fit, padStart } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';

const keyCells = 20;

/**
 * The problems of the user's keys, then every action with its keys, by group, then the legend of the list's letters; as
 * lines of at most `width` cells.
 */
export function helpLines(bindings: Bindings, width: number): Line[] {
	const sections = groups.flatMap((group) => {
		const rows = bindings.actions.filter((action) => action.group === group);
		return rows.length === 0
			? []
			: [heading(group), ...rows.map((action) => row(action, bindings, width)), empty];
	});
	return [...problemLines(bindings, width), ...sections, ...legend.map((line) => clipLine(line, width))];
}

function problemLines({ problems }: Bindings, width: number): Line[] {
	if (problems.length === 0) return [];
	const rows = problems.flatMap((problem) => wrapLine([span('warn', safe(` ${problem}`))], width, 3));
	return [heading('Keys in settings.json that need a change'), ...rows, empty];
}

const empty: Line = [span('plain', t``)];

function heading(words: string): Line {
	return [span('strong', safe(words))];
}

/** Keys, title, and in a wide row the id for `keys` in the settings. */
function row(action: Action, bindings: Bindings, width: number): Line {
	const keys = bindings.keysOf(action).map((key) => safe(key));
	const shown = keys.length === 0 ? t`(no key)` : safe(keys.join('  '));
	const id = safe(action.id);
	const room = width - keyCells - 2 - cellWidth(id) - 2;
	const title = safe(action.title);
	const line: Line = [
		span('plain', blank(1)),
		span('accent', fit(shown, keyCells)),
		span('plain', blank(1)),
		span('plain', room >= cellWidth(title) ? fit(title, room) : title),
	];
	return clipLine(
		room >= cellWidth(title) ? [...line, span('muted', padStart(id, cellWidth(id) + 2))] : line,
		width,
	);
}

const legend: readonly Line[] = [
	heading('Badges and channels in the list'),
	legendRow('O  ai-off', 'the AI is disabled and does not answer'),
	legendRow('T  tool', 'a tool call failed or was never answered'),
	legendRow('I  insight', 'an insight failed'),
	legendRow('2  !2  slow', 'other signals: their number (! if one is urgent) or the worst'),
	legendRow('', 'all but O appear once a conversation was on screen for a moment'),
	legendRow('call webc wsck', 'phone call, web call, websocket call'),
	legendRow('sms wapp chat', 'SMS, WhatsApp, web chat'),
];

function legendRow(sign: string, words: string): Line {
	return [
		span('plain', blank(1)),
		span('accent', fit(safe(sign), keyCells)),
		span('plain', blank(1)),
		span('plain', safe(words)),
	];
}
