import { createHash } from 'node:crypto';

const style = `
:root{color-scheme:light dark;--ink:#1c1e21;--soft:#5c6370;--paper:#fff;--line:#d9dde3;--user:#eef4ff;--assistant:#f3f4f6;--tool:#fff8e8;--bad:#b3261e;--mark:#ffe27a;--accent:#0b57d0}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#a2a9b4;--paper:#15171a;--line:#343a42;--user:#1b2a44;--assistant:#22262b;--tool:#2d2716;--bad:#ff8a80;--mark:#7a6200;--accent:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
header,main,footer{max-width:52rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-top:2px solid var(--line);padding-top:1rem}h3{font-size:1rem;margin:1.5rem 0 .5rem}
a{color:var(--accent)}small,.soft{color:var(--soft);font-size:.85rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0}dt{color:var(--soft)}dd{margin:0}
.turn{border-radius:.6rem;padding:.5rem .8rem;margin:.5rem 0;background:var(--assistant);border-inline-start:4px solid var(--line)}
.turn.user{background:var(--user);margin-inline-start:1.5rem}.turn.tool{background:var(--tool)}
.turn .head{display:flex;flex-wrap:wrap;gap:0 .8rem;align-items:baseline}
.words{white-space:pre-wrap}.bad{color:var(--bad);font-weight:600}.quiet{text-align:center;color:var(--soft)}
.bar{display:inline-block;block-size:.55em;inline-size:calc(var(--share)*6rem);min-inline-size:2px;background:var(--accent);border-radius:2px;margin-inline-end:.3rem}
pre{white-space:pre-wrap;margin:.3rem 0;padding:.5rem;background:var(--paper);border:1px solid var(--line);border-radius:.4rem;font:13px/1.45 ui-monospace,monospace;max-height:30rem;overflow:auto}
summary{cursor:pointer}
.finder{position:sticky;inset-block-start:0;background:var(--paper);padding:.5rem 1rem;border-block-end:1px solid var(--line);display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;max-width:52rem;margin:0 auto;z-index:1}
.finder[hidden]{display:none}.finder input{flex:1 1 6rem;font:inherit;padding:.3rem .5rem}.finder button{font:inherit}
::highlight(found){background:var(--mark)}.now{outline:3px solid var(--accent);outline-offset:2px}
@media (max-width:30rem){dl{grid-template-columns:1fr}dd{margin-block-end:.4rem}.turn.user{margin-inline-start:.5rem}}
@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--line:#999;--user:#fff;--assistant:#fff;--tool:#fff;--bad:#000;color-scheme:light}
@page{margin:16mm}.finder,nav{display:none}body{font-size:10.5pt}.turn{border:1px solid var(--line);break-inside:avoid-page}h2,h3,.head{break-after:avoid}pre{max-height:none;overflow:visible}
article+article{break-before:page}details::details-content{content-visibility:visible;display:block;block-size:auto}}
`;

/** The finder: it marks the blocks that hold the text, counts them, and goes from one to the next. */
const script = `
'use strict';
(() => {
const bar = document.querySelector('.finder'), field = bar.querySelector('input'), count = bar.querySelector('output');
const blocks = [...document.querySelectorAll('.words,pre,dd,td,th,h2,.who,li')];
let hits = [], at = -1;
const go = (by) => {
	if (hits.length === 0) return;
	if (at >= 0) hits[at].classList.remove('now');
	at = (at + by + hits.length) % hits.length;
	const hit = hits[at];
	for (let up = hit; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
	hit.classList.add('now');
	hit.scrollIntoView({ block: 'center' });
	count.textContent = (at + 1) + ' of ' + hits.length;
};
const look = () => {
	const text = field.value.trim().toLowerCase();
	for (const hit of hits) hit.classList.remove('now');
	hits = text === '' ? [] : blocks.filter((block) => block.textContent.toLowerCase().includes(text));
	at = -1;
	count.textContent = text === '' ? '' : hits.length === 0 ? 'not found' : hits.length + (hits.length === 1 ? ' place' : ' places');
	if (!globalThis.CSS || !CSS.highlights) return;
	const ranges = [];
	for (const hit of hits) {
		const walk = document.createTreeWalker(hit, NodeFilter.SHOW_TEXT);
		for (let node = walk.nextNode(); node; node = walk.nextNode()) {
			const words = node.data.toLowerCase();
			if (words.length !== node.data.length) continue;
			for (let from = words.indexOf(text); from !== -1; from = words.indexOf(text, from + text.length)) {
				const range = new Range();
				range.setStart(node, from);
				range.setEnd(node, from + text.length);
				ranges.push(range);
			}
		}
	}
	CSS.highlights.set('found', new Highlight(...ranges));
};
field.addEventListener('input', look);
bar.addEventListener('submit', (event) => { event.preventDefault(); go(1); });
bar.querySelector('.next').addEventListener('click', () => go(1));
bar.querySelector('.previous').addEventListener('click', () => go(-1));
field.addEventListener('keydown', (event) => {
	if (event.key === 'Enter' && event.shiftKey) { event.preventDefault(); go(-1); }
	if (event.key === 'Escape') { field.value = ''; look(); }
});
addEventListener('keydown', (event) => {
	if (event.key === '/' && document.activeElement !== field) { event.preventDefault(); field.focus(); }
});
addEventListener('beforeprint', () => { for (const one of document.querySelectorAll('details')) one.open = true; });
for (const time of document.querySelectorAll('time')) time.title = 'Your time: ' + new Date(time.dateTime).toLocaleString();
bar.hidden = false;
})();
`;

const hash = createHash('sha256').update(script).digest('base64');
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;

/** The start of a page up to its list of conversations. `title` and `lead` are HTML. */
export function pageHead(title: string, lead: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${lead}
</header>
<form class="finder" role="search" hidden><input type="search" aria-label="Find" placeholder="Find (/)" autocomplete="off"><output aria-live="polite"></output><button type="button" class="previous">Previous</button><button type="button" class="next">Next</button></form>
<main>
`;
}

/** The end of a page; `foot` is HTML. */
export function pageTail(foot: string): string {
	return `</main>\n<footer>\n${foot}\n</footer>\n<script>${script}</script>\n</body>\n</html>\n`;
}
