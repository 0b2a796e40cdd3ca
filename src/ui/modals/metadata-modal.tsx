import type { ReactElement } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import { draftLines, type MetadataDraft, typedStep } from '../../state/metadata/metadata-draft.ts';
import { clamp } from '../../state/scroll.ts';
import { clipLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { clip, repeat } from '../../text/width.ts';
import type { Room } from '../../view/geometry.ts';
import {
	chosenLines,
	draftLineRows,
	keyCellsOf,
	type OnTheWay,
} from '../../view/overlays/metadata-draft-lines.ts';
import { footRows, metadataLayout, reviewLayout } from '../../view/overlays/metadata-layout.ts';
import { fieldLines, guardLines, reviewKeys, reviewTitle } from '../../view/overlays/metadata-step-lines.ts';
import type { Theme } from '../../view/theme.ts';
import { SelectList } from '../widgets/select-list.tsx';
import { LongValueModal } from './metadata-area.tsx';
import { MetadataField, MetadataOffers } from './metadata-field.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly room: Room;
	readonly draft: MetadataDraft;
	readonly language: FilterLanguage;
	readonly onTheWay: OnTheWay;
};

/**
 * The whole metadata map: its keys with their changes and the value under the cursor, or the comparison of before and
 * after.
 */
export function MetadataModal({ theme, room, draft, language, onTheWay }: Props): ReactElement {
	const { step } = draft;
	if (step?.kind === 'area') return <LongValueModal theme={theme} room={room} draft={draft} step={step} />;
	if (step?.kind === 'diff') return <ReviewModal theme={theme} room={room} draft={draft} top={step.top} />;
	const { box, cells, listHeight, listTop, listed, belowHeight, hasFootRule } = metadataLayout(draft, room);
	const below = belowLines(draft, cells, belowHeight).slice(0, belowHeight);
	const typed = typedStep(step);
	const rule: Line = [span('muted', repeat(theme.glyphs.horizontal, cells))];
	const rows = [
		...blankRows(listHeight),
		rule,
		...below,
		...blankRows(belowHeight - below.length),
		...(hasFootRule ? [rule] : []),
	].map(indent);
	const items = draftLineRows(draft, cells, onTheWay).map(({ line, drawn }) => ({
		value: line,
		label: theme.paint(drawn),
		selectedLabel: theme.paint(drawn, typed === null),
	}));
	const selected = Math.max(0, draftLines(draft).indexOf(draft.selected));
	const foot = items.slice(listed);
	const [x, y] = [box.x + 2, box.y + 1];
	const offersTop = y + listHeight + 1 + below.length;
	const list = { x, y, width: cells, height: listHeight };
	const footTop = box.y + box.height - 1 - foot.length;
	return (
		<Modal theme={theme} box={box} title={titleOf(draft, box.width - 4)} rows={rows}>
			<SelectList theme={theme} items={items.slice(0, listed)} selected={selected} at={list} />
			<SelectList
				theme={theme}
				items={foot}
				selected={selected - listed}
				at={{ x, y: footTop, width: cells, height: Math.min(footRows, foot.length) }}
			/>
			{typed === null ? null : (
				<MetadataField
					theme={theme}
					step={typed}
					keyCells={keyCellsOf(draft, cells)}
					x={x}
					y={y + Math.min(selected, listed - 1) - listTop}
					cells={cells}
				/>
			)}
			<MetadataOffers
				theme={theme}
				draft={draft}
				language={language}
				x={x}
				y={offersTop}
				cells={cells}
				height={belowHeight - below.length}
			/>
		</Modal>
	);
}

type ReviewProps = Pick<Props, 'theme' | 'room' | 'draft'> & { readonly top: number };

/** The question before saving: before and after, and its keys. */
function ReviewModal({ theme, room, draft, top }: ReviewProps): ReactElement {
	const { box, lines, height } = reviewLayout(draft, room);
	const from = clamp(top, 0, Math.max(0, lines.length - height));
	const shown = lines.slice(from, from + height);
	const hidden = lines.length - from - shown.length;
	const more: Line =
		lines.length <= height ? [] : [span('dim', t`${from} rows above, ${hidden} below: PgUp, PgDn`)];
	const rows = [...shown, ...blankRows(height - shown.length), more, reviewKeys(draft)].map(indent);
	return <Modal theme={theme} box={box} title={reviewTitle(draft, box.width - 6)} rows={rows} />;
}

function titleOf({ target }: MetadataDraft, cells: number): SafeText {
	return target.kind === 'create'
		? t`New conversation`
		: t`Metadata of ${clip(safe(target.title), cells - 14)}`;
}

/** The lines under the rule: a question, help for the typed text, or the value under the cursor. */
function belowLines(draft: MetadataDraft, cells: number, height: number): readonly Line[] {
	const { step } = draft;
	if (step?.kind === 'guard') return guardLines(step.keys, cells);
	const typed = typedStep(step);
	if (typed !== null) return fieldLines(draft, typed, cells).slice(0, Math.max(1, height - 1));
	const lines = chosenLines(draft, cells);
	const top = clamp(draft.valueTop, 0, Math.max(0, lines.length - height));
	const shown = lines.slice(top, top + height);
	const last = shown.at(-1);
	const hidden = lines.length - top - shown.length;
	if (hidden === 0 || last === undefined) return shown;
	const more = t`  ${hidden} more: J`;
	return [...shown.slice(0, -1), [...clipLine(last, cells - more.length), span('dim', more)]];
}
