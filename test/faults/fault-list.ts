/** A fault: a row of the table. */
export type FaultRow = {
	/** Its name for `--fault`. */
	readonly id: string;
	readonly about: string;
	/** The part of a rule after method and path. */
	readonly rule: string;
	/** Whether features must succeed under it without help. */
	readonly isHarmless?: true;
	/** Whether the answer looks valid, so that no message can be expected. */
	readonly isUnseen?: true;
	/** Whether the server asks for a wait: features without a key for a retry may wait. */
	readonly isAsked?: true;
	/** Features for which this answer is a success, and so not a fault. */
	readonly isSuccessOf?: readonly string[];
	/** Whether the answer never ends: features without a key to end the wait need their timeout. */
	readonly isEndless?: true;
};

const seen = (id: string, rule: string, about: string): FaultRow => ({ id, rule, about });
const harmless = (id: string, rule: string, about: string): FaultRow => ({
	id,
	rule,
	about,
	isHarmless: true,
});
const unseen = (id: string, rule: string, about: string): FaultRow => ({ id, rule, about, isUnseen: true });

/** All faults of the table. */
export const faultRows: readonly FaultRow[] = [
	harmless('none', 'latency=0ms', 'no fault'),
	harmless('latency', 'latency=700ms', 'latency'),
	harmless('jitter', 'latency=0ms-900ms', 'jitter'),
	harmless('drip', 'drip=800ms', 'a body piece by piece'),
	{ ...seen('hang', 'latency=1h', 'no answer'), isEndless: true },
	{ ...seen('stall', 'drip=10h', 'a body that stalls'), isEndless: true },
	harmless('429s', '429=1s*1', '429 for 1 s, once'),
	harmless('429date', '429-date=1s*1', '429 until a date, once'),
	harmless('429reset', '429-reset=1s*1', '429 by x-ratelimit-reset, once'),
	seen('429', '429', '429 without a time'),
	{ ...seen('429hour', '429=1h', '429 for an hour'), isAsked: true },
	seen('error500', 'error=500', '500 in the shape of the API'),
	seen('html502', 'html=502', '502 with a web page'),
	seen('bare503', 'bare=503', '503 without a body'),
	seen('html200', 'html', '200 with a web page'),
	seen('html200done', 'html,done', '200 with a web page, carried out'),
	{ ...seen('bare200', 'bare', '200 without a body'), isSuccessOf: ['delete', 'message'] },
	seen('bare202', 'bare=202', '202 without a body'),
	seen('errors200', 'errors', '200 with errors'),
	seen('resetbefore', 'reset=before', 'connection reset, not done'),
	seen('resetduring', 'reset=during', 'connection reset in the answer'),
	seen('resetafter', 'reset=after', 'connection reset, done'),
	seen('cut', 'cut=60%', 'JSON cut short'),
	seen('notjson', 'not-json', 'almost JSON'),
	seen('types', 'types', 'values of another type'),
	seen('fields', 'fields', 'fields missing'),
	seen('nulls', 'nulls', 'null rows'),
	harmless('repeat', 'repeat', 'rows twice'),
	unseen('shuffle', 'shuffle', 'rows in any order'),
	unseen('empty', 'empty*1', 'a list without rows, once'),
	seen('envelope', 'envelope', 'an object for a list, and the other way'),
	unseen('otherid', 'other-id', 'ids that nothing has'),
	unseen('stale', 'stale', 'the first answer again and again'),
	seen('endless', 'endless', 'a body without end'),
	seen('huge', 'huge=300MB', '300 MB'),
	seen('gzip', 'gzip=1GB', '1 GB, compressed to a thousandth'),
	harmless('long', 'long=5MB', 'a text of 5 MB'),
	harmless('deep', 'deep=5000', 'metadata nested 5,000 deep'),
	harmless('ahead', 'clock=+1h', 'a clock one hour ahead'),
	harmless('behind', 'clock=-1d', 'a clock one day behind'),
	harmless('jump', 'clock=+1h*2', 'a clock that jumps back by an hour'),
	seen('revoked', 'revoked', 'the key revoked midway'),
	seen('redirect', 'redirect', 'a redirect to a sign-in page'),
];
