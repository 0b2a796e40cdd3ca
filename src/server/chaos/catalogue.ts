import type { Fault, RetryHint, RowChange } from './fault.ts';

/** A kind of fault by its name in a spec. `read` returns null for an invalid value; '' means no value. */
export type Kind = {
	/** The name with a value, for the help. */
	readonly usage: string;
	readonly about: string;
	readonly read: (value: string) => Fault | null;
	/** True if the fault accepts `,done`: it then replaces the answer after the server carried out the request. */
	readonly canBeDone?: boolean;
};

const plain = (fault: Fault) => (value: string) => (value === '' ? fault : null);

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const sizes: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000, GB: 1_000_000_000 };

/** A duration such as `300ms`, `1.5s`, `2m`, `1h` or `1d`, in milliseconds; null for other text. */
function readDuration(text: string): number | null {
	const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? [];
	const factor = units[unit];
	return factor === undefined ? null : Math.round(Number(number) * factor);
}

/** One duration, or a range such as `100ms-2s`; null for other text and for a range that runs backwards. */
function readDurations(text: string): { readonly from: number; readonly to: number } | null {
	const [low = '', high = low, ...rest] = text.split('-');
	const from = readDuration(low);
	const to = readDuration(high);
	return from === null || to === null || to < from || rest.length > 0 ? null : { from, to };
}

/** A signed duration in milliseconds: how far a clock is ahead. */
function readSkew(text: string): number | null {
	const millis = /^[+-]/.test(text) ? readDuration(text.slice(1)) : null;
	return millis === null ? null : text.startsWith('-') ? -millis : millis;
}

/** A size such as `500kB` or `1GB`, in bytes; null for other text. */
function readSize(text: string): number | null {
	const [, number, unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)(B|kB|MB|GB)$/.exec(text) ?? [];
	const factor = sizes[unit];
	return factor === undefined ? null : Math.round(Number(number) * factor);
}

/** A share such as `12.5%`, from 0 to 100; null for other text. */
export function readPercent(text: string): number | null {
	const [, number] = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text) ?? [];
	return number === undefined || Number(number) > 100 ? null : Number(number);
}

/** A whole number; null for other text. */
function readWhole(text: string): number | null {
	return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

const status = (kind: 'error' | 'html' | 'bare' | 'redirect', usual: number, from: number, to: number) => {
	return (value: string): Fault | null => {
		const code = value === '' ? usual : readWhole(value);
		return code === null || code < from || code > to ? null : { kind, status: code };
	};
};

const rateLimit = (hint: RetryHint) => (value: string) => {
	const millis = readDuration(value);
	return millis === null ? null : ({ kind: 'rate-limit', hint, millis } as const);
};

const rows = (change: RowChange) => plain({ kind: 'rows', change, size: 0 });

/** Every kind of fault by name, in the order of the help. */
export const catalogue: Readonly<Record<string, Kind>> = {
	latency: {
		usage: 'latency=300ms or 100ms-2s',
		about: 'wait before answering; a range is a jitter',
		read: (value) => {
			const range = readDurations(value);
			return range === null ? null : { kind: 'latency', ...range };
		},
	},
	drip: {
		usage: 'drip=5s',
		about: 'send the body piece by piece over this time',
		read: (value) => {
			const millis = readDuration(value);
			return millis === null ? null : { kind: 'drip', millis };
		},
	},
	429: {
		usage: '429 or 429=30s',
		about: 'rate limited: Retry-After absent, or in seconds',
		read: (value) =>
			value === '' ? { kind: 'rate-limit', hint: 'none', millis: 0 } : rateLimit('seconds')(value),
	},
	'429-date': {
		usage: '429-date=30s',
		about: 'the same, Retry-After as a date',
		read: rateLimit('date'),
	},
	'429-reset': {
		usage: '429-reset=30s',
		about: 'the same, in x-ratelimit-reset',
		read: rateLimit('reset'),
	},
	'429-ms': {
		usage: '429-ms=1500ms',
		about: 'the same, in retry-after-ms',
		read: rateLimit('millis'),
	},
	error: {
		usage: 'error=503',
		about: "an error in Telnyx's own shape",
		read: status('error', 500, 400, 599),
		canBeDone: true,
	},
	html: {
		usage: 'html or html=502',
		about: 'a web page, as captive portals and gateways send it (200)',
		read: status('html', 200, 200, 599),
		canBeDone: true,
	},
	bare: {
		usage: 'bare or bare=503',
		about: 'a status without a body (200)',
		read: status('bare', 200, 200, 599),
		canBeDone: true,
	},
	errors: {
		usage: 'errors',
		about: '200 with {"errors": […]}',
		read: plain({ kind: 'errors' }),
		canBeDone: true,
	},
	redirect: {
		usage: 'redirect or redirect=307',
		about: 'to a sign-in page on another host (302)',
		read: status('redirect', 302, 300, 399),
	},
	revoked: { usage: 'revoked', about: '401: the key is no longer valid', read: plain({ kind: 'revoked' }) },
	reset: {
		usage: 'reset=before|during|after',
		about: 'cut the connection: nothing done; half an answer; done, no answer',
		read: (value) =>
			value === 'before' || value === 'during' || value === 'after' ? { kind: 'reset', when: value } : null,
	},
	cut: {
		usage: 'cut or cut=90%',
		about: 'JSON that ends early, at this point (50%)',
		read: (value) => {
			const percent = value === '' ? 50 : readPercent(value);
			return percent === null ? null : { kind: 'cut', percent };
		},
	},
	'not-json': {
		usage: 'not-json',
		about: 'almost JSON: NaN, an extra comma, or text at the end',
		read: plain({ kind: 'not-json' }),
	},
	types: { usage: 'types', about: 'fields of some rows with values of another type', read: rows('types') },
	fields: { usage: 'fields', about: 'fields of some rows missing', read: rows('fields') },
	nulls: { usage: 'nulls', about: 'null instead of some rows', read: rows('nulls') },
	repeat: { usage: 'repeat', about: 'some rows twice', read: rows('repeat') },
	shuffle: { usage: 'shuffle', about: 'the rows in any order', read: rows('shuffle') },
	empty: { usage: 'empty', about: 'a list without rows', read: rows('empty') },
	envelope: {
		usage: 'envelope',
		about: 'an object for a list, and a list for an object',
		read: rows('envelope'),
	},
	'other-id': { usage: 'other-id', about: 'rows with ids that do not exist', read: rows('other-id') },
	stale: {
		usage: 'stale',
		about: 'the first answer of each path again and again: a list that never ends',
		read: plain({ kind: 'stale' }),
	},
	endless: { usage: 'endless', about: 'a body that never ends', read: plain({ kind: 'endless' }) },
	huge: {
		usage: 'huge=64MB',
		about: 'a body with this much padding',
		read: (value) => {
			const size = readSize(value);
			return size === null ? null : { kind: 'huge', size };
		},
	},
	gzip: {
		usage: 'gzip=1GB',
		about: 'the same, compressed',
		read: (value) => {
			const size = readSize(value);
			return size === null ? null : { kind: 'gzip', size };
		},
	},
	long: {
		usage: 'long=10MB',
		about: 'a text of this size in the first row',
		read: (value) => {
			const size = readSize(value);
			return size === null ? null : { kind: 'rows', change: 'long', size };
		},
	},
	deep: {
		usage: 'deep or deep=20000',
		about: 'metadata nested this deep in the first row (5000)',
		read: (value) => {
			const size = value === '' ? 5000 : readWhole(value);
			return size === null ? null : { kind: 'rows', change: 'deep', size };
		},
	},
	clock: {
		usage: 'clock=+1h or clock=-1d',
		about: "the server's clock is wrong, in Date and in new timestamps",
		read: (value) => {
			const skew = readSkew(value);
			return skew === null ? null : { kind: 'clock', skew };
		},
	},
};
