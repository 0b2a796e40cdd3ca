import { join } from 'node:path';
import type { Patch } from './patch.ts';

// Ink composes every frame anew: it measures and lays out a text that got other words of the same size, splits all rows
// into cells, and does so even for a commit of React that changed nothing. Most of a frame is as the one before.

const joinRow = JSON.stringify(join(import.meta.dirname, '..', 'terminal', 'join-row.ts'));
const firstImport = "import stringWidth from 'string-width';";

/**
 * Composes only the rows of a frame whose texts changed since the previous frame; other rows keep their text. Texts
 * beside each other are joined; only a row with overlapping or disputed texts is composed cell by cell. In a frame with
 * clipped boxes, all rows are. Applies after the other patches of the same file.
 */
export const rowsKept: Patch = {
	name: 'rows-kept',
	file: /[\\/]ink[\\/]build[\\/]output\.js$/,
	changes: [
		{ from: firstImport, to: `${firstImport}\nimport { joinRow } from ${joinRow};` },
		{
			from: `const output = [];
        for (let y = 0; y < this.height; y++) {`,
			to: `const output = [];
        const frame = frameOf(this);
        for (let y = 0; y < this.height; y++) {
            if (typeof frame.rows[y] === 'string') {
                output.push(undefined);
                continue;
            }`,
		},
		{
			from: `const clips = [];
        for (const operation of this.operations) {`,
			to: `const clips = [];
        for (const operation of frame.composed ?? this.operations) {`,
		},
		{
			from: `const generatedOutput = output
            .map(line => {`,
			to: `frame.rows = output
            .map((line, y) => {
            if (line === undefined) return frame.rows[y];`,
		},
		{
			from: `.join('\\n');
        return {
            output: generatedOutput,`,
			to: `;
        return {
            output: frame.rows.join('\\n'),`,
		},
		{
			from: 'export default class Output {',
			to: `const noFrame = { width: 0, height: 0, writes: [], rows: [] };
let lastFrame = noFrame;
/** The frame to compose: the writes that touch each row, the rows that need no cells, and the writes to compose. */
function frameOf({ operations, width, height }) {
    const before = lastFrame.width === width && lastFrame.height === height ? lastFrame : noFrame;
    const writes = Array.from({ length: height }, () => []);
    lastFrame = noFrame;
    for (const operation of operations) {
        if (operation.type !== 'write') return { rows: [] };
        const { text, y } = operation;
        writes[y]?.push(operation);
        // The lines of a longer text do not change places, so its rows differ where the text does.
        for (let line = 1, at = text.indexOf('\\n'); at !== -1; line++, at = text.indexOf('\\n', at + 1))
            writes[y + line]?.push(operation);
    }
    const rows = writes.map((touching, y) => isSameRow(touching, before.writes[y]) ? before.rows[y] : joined(touching, y, width));
    const touching = new Set(writes.flatMap((each, y) => rows[y] === null ? each : []));
    const composed = operations.filter(operation => touching.has(operation));
    lastFrame = { width, height, writes, rows, composed };
    return lastFrame;
}
function isSameRow(now, before) {
    if (before === undefined || now.length !== before.length) return false;
    for (let at = 0; at < now.length; at++) {
        const { x, y, text, transformers } = now[at];
        const other = before[at];
        if (x !== other.x || y !== other.y || text !== other.text || transformers.length !== other.transformers.length) return false;
        for (let each = 0; each < transformers.length; each++)
            if (transformers[each] !== other.transformers[each]) return false;
    }
    return true;
}
function joined(touching, y, width) {
    const pieces = [];
    for (const operation of touching) {
        if (operation.y !== y || operation.text.includes('\\n')) return null;
        let { text } = operation;
        for (const transform of operation.transformers) text = transform(text, 0);
        pieces.push({ x: operation.x, text });
    }
    return joinRow(pieces, width);
}
export default class Output {`,
		},
	],
};

/**
 * Keeps a text's place in the layout when its new words take as many cells: Ink has Yoga measure it again, and lay out
 * all its boxes. Only for one row that is cut instead of wrapped, whose size depends on nothing else.
 */
export const sizesKept: Patch = {
	name: 'sizes-kept',
	file: /[\\/]ink[\\/]build[\\/]dom\.js$/,
	changes: [
		{
			from: `node.nodeValue = text;
    markNodeAsDirty(node);`,
			to: `const before = node.nodeValue;
    node.nodeValue = text;
    if (!hasSameSize(node, before, text)) markNodeAsDirty(node);`,
		},
		{
			from: 'export const setTextNodeValue = (node, text) => {',
			to: `const hasSameSize = ({ parentNode }, before, text) => {
    if (before === undefined || parentNode?.nodeName !== 'ink-text') return false;
    if (parentNode.childNodes.length !== 1 || parentNode.style.textWrap !== 'truncate') return false;
    const [was, is] = [measureText(before), measureText(text)];
    return was.height === 1 && is.height === 1 && was.width === is.width;
};
export const setTextNodeValue = (node, text) => {`,
		},
	],
};

/**
 * Composes no frame for a commit that changes nothing on the screen, such as new boxes of the same size around the same
 * texts. It still counts as drawn. While a cursor is shown, every commit may move it.
 */
export const sameFramesSkipped: readonly Patch[] = [
	{
		name: 'same-frames-skipped',
		file: /[\\/]ink[\\/]build[\\/]reconciler\.js$/,
		changes: [
			{
				from: 'const hostConfig = {',
				to: `let hasChanged = true;
// New objects at every render: styles are compared one by one, children are nodes of their own.
const invisible = new Set(['style', 'children', 'internal_accessibility']);
const hostConfig = {`,
			},
			{
				from: 'resetAfterCommit(rootNode) {',
				to: `resetAfterCommit(rootNode) {
        if (!hasChanged && !rootNode.isStaticDirty && rootNode.onUnchanged?.()) return;
        hasChanged = false;`,
			},
			{
				from: `if (!props && !style) {
            return;
        }`,
				to: `if (!props && !style) {
            return;
        }
        if (style || Object.keys(props).some(key => !invisible.has(key))) hasChanged = true;`,
			},
			...['appendChild', 'insertBefore', 'appendChildToContainer', 'insertInContainerBefore'].map((name) => {
				const inner = name.startsWith('append') ? 'appendChildNode' : 'insertBeforeNode';
				return {
					from: ` ${name}: ${inner},`,
					to: ` ${name}(...nodes) {\n        hasChanged = true;\n        ${inner}(...nodes);\n    },`,
				};
			}),
			...[
				'removeChildFromContainer(node, removedNode) {',
				'removeChild(node, removedNode) {',
				'commitTextUpdate(node, _oldText, newText) {',
				'hideTextInstance(node) {',
				'unhideTextInstance(node, text) {',
				'hideInstance(node) {',
				'unhideInstance(node) {',
			].map((head) => ({ from: ` ${head}`, to: ` ${head}\n        hasChanged = true;` })),
		],
	},
	{
		name: 'same-frames-skipped',
		file: /[\\/]ink[\\/]build[\\/]ink\.js$/,
		changes: [
			{
				from: 'this.rootNode.onImmediateRender = this.onRender;',
				to: `this.rootNode.onImmediateRender = this.onRender;
        this.rootNode.onUnchanged = () => {
            const hasCursor = this.cursorPosition !== undefined || this.log.isCursorDirty() || this.log.getCursorPosition() !== undefined;
            if (this.isUnmounted || this.isSuspended || this.lastOutputHeight === 0 || hasCursor) return false;
            if (!this.hasPendingThrottledRender) this.options.onRender?.({ renderTime: 0 });
            return true;
        };`,
			},
		],
	},
];

/**
 * Keeps the place and the words of a text from frame to frame, until Yoga lays anything out again or the words change:
 * Ink asks Yoga eight times for each text of each frame, and cleans and measures its words.
 */
export const placesKept: readonly Patch[] = [
	{
		name: 'places-kept',
		file: /[\\/]ink[\\/]build[\\/]ink\.js$/,
		changes: [
			{
				from: 'yogaNode.calculateLayout(undefined, undefined, Yoga.DIRECTION_LTR);',
				to: `if (yogaNode.isDirty()) this.rootNode.layout = {};
        yogaNode.calculateLayout(undefined, undefined, Yoga.DIRECTION_LTR);`,
			},
		],
	},
	{
		name: 'places-kept',
		file: /[\\/]ink[\\/]build[\\/]renderer\.js$/,
		changes: [
			{
				from: `renderNodeToOutput(node, output, {
            skipStaticElements: true,
        });`,
				to: `renderNodeToOutput(node, output, {
            skipStaticElements: true,
            layout: node.layout,
        });`,
			},
		],
	},
	{
		name: 'places-kept',
		file: /[\\/]ink[\\/]build[\\/]render-node-to-output\.js$/,
		changes: [
			{
				from: `const { yogaNode } = node;
    if (!yogaNode || yogaNode`,
				to: `const { yogaNode } = node;
    const { layout } = options;
    const known = node.keptText;
    if (layout !== undefined && known?.layout === layout && known.offsetX === offsetX && known.offsetY === offsetY &&
        node.childNodes.length === 1 && node.childNodes[0].nodeValue === known.value &&
        node.internal_transform === known.transform && transformers === known.outer && node.style === known.style) {
        if (known.text.length > 0) output.write(known.x, known.y, known.text, { transformers: known.transformers });
        return;
    }
    if (!yogaNode || yogaNode`,
			},
			{
				from: `text = applyPaddingToText(node, text);
            output.write(x, y, text, { transformers: newTransformers });
        }`,
				to: `text = applyPaddingToText(node, text);
            output.write(x, y, text, { transformers: newTransformers });
        }
        node.keptText = node.childNodes.length === 1 && node.childNodes[0].nodeName === '#text'
            ? { layout, offsetX, offsetY, value: node.childNodes[0].nodeValue, transform: node.internal_transform, outer: transformers,
                style: node.style, x, y, text, transformers: newTransformers }
            : undefined;`,
			},
			{
				from: `transformers: newTransformers,
            skipStaticElements,`,
				to: `transformers: newTransformers,
            layout,
            skipStaticElements,`,
			},
			{
				from: 'const { offsetX = 0, offsetY = 0, transformers = [], skipStaticElements, } = options;',
				to: 'const { offsetX = 0, offsetY = 0, transformers = noTransformers, skipStaticElements, } = options;',
			},
			{
				from: 'const renderNodeToOutput = (',
				to: 'const noTransformers = [];\nconst renderNodeToOutput = (',
			},
		],
	},
];
