import * as z from 'zod/mini';
import {
	defaultSignalSettings,
	type Limits,
	type SignalKind,
	type SignalSettings,
	signalKinds,
} from '../domain/signals/signal.ts';

const positive = z.number().check(z.positive());
const limits = {
	waitMillis: positive,
	deadAirMillis: z.nullable(positive),
	unansweredMillis: positive,
	toolMillis: positive,
} as const;
const object = z.record(z.string(), z.unknown());

/**
 * Reads the setting `signals`. Every part is optional. Problems are reported part by part, and the default of that
 * part applies.
 */
export function readSignalSettings(value: unknown, problems: string[]): SignalSettings {
	const usual = defaultSignalSettings;
	const read = object.safeParse(value);
	if (!read.success) {
		problems.push(
			'settings.json: “signals” must be an object, like {"off": ["waited"], "voice": {"waitMillis": 5000}}; the default applies.',
		);
		return usual;
	}
	const { off, voice, chat, ...rest } = read.data;
	for (const name of Object.keys(rest)) problems.push(`settings.json: there is no “signals.${name}”.`);
	return {
		off: off === undefined ? usual.off : readOff(off, problems),
		voice: readLimits('voice', voice, problems),
		chat: readLimits('chat', chat, problems),
	};
}

function readOff(value: unknown, problems: string[]): readonly SignalKind[] {
	const names = z.array(z.string()).safeParse(value);
	if (!names.success) {
		problems.push('settings.json: “signals.off” must be a list of signals, like ["waited"]; none is off.');
		return [];
	}
	return names.data.flatMap((name) => {
		const kind = signalKinds.find((known) => known === name);
		if (kind !== undefined) return [kind];
		problems.push(
			`settings.json: “signals.off”: there is no signal “${name}”; there are ${signalKinds.join(', ')}.`,
		);
		return [];
	});
}

function readLimits(medium: 'voice' | 'chat', value: unknown, problems: string[]): Limits {
	const usual = defaultSignalSettings[medium];
	if (value === undefined) return usual;
	const path = `signals.${medium}`;
	const read = object.safeParse(value);
	if (!read.success) {
		problems.push(
			`settings.json: “${path}” must be an object, like {"waitMillis": 5000}; the default applies.`,
		);
		return usual;
	}
	const known: { -readonly [K in keyof Limits]?: Limits[K] } = {};
	for (const [name, one] of Object.entries(read.data)) {
		if (!isLimit(name)) problems.push(`settings.json: there is no “${path}.${name}”.`);
		else if (limits[name].safeParse(one).success) Object.assign(known, { [name]: one });
		else {
			const orNever = name === 'deadAirMillis' ? ', or null for never' : '';
			problems.push(
				`settings.json: “${path}.${name}” must be a number of milliseconds above 0${orNever}; the default applies.`,
			);
		}
	}
	return { ...usual, ...known };
}

function isLimit(name: string): name is keyof Limits {
	return Object.hasOwn(limits, name);
}
