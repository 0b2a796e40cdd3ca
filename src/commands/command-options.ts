import { nearest } from '../filter/nearest.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import type { AccountWish } from './account.ts';
import type { GivenOptions } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import { type CommandIo, CommandProblem } from './io.ts';
import { openPrinter } from './output/open-printer.ts';
import { type Format, formats, type Printer } from './output/printer.ts';

/** The account that the options ask for. */
export function accountWish(
	options: GivenOptions<'demo' | 'profile' | 'allow-http'>,
	writes?: GivenOptions<'read-only'>,
): AccountWish {
	if (options.has('demo') && options.has('profile'))
		throw new CommandProblem(
			exitCodes.usage,
			'--demo and --profile name two accounts: leave out one of them',
		);
	return {
		demo: options.has('demo'),
		profile: options.text('profile'),
		allowHttp: options.has('allow-http'),
		readOnly: writes?.has('read-only') ?? false,
	};
}

/** A whole number from `least` to a billion; null without the option. */
export function wholeNumber<Name extends string>(
	options: GivenOptions<Name>,
	name: Name,
	least = 1,
): number | null {
	const text = options.text(name);
	if (text === null) return null;
	const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
	if (value >= least && value <= 1_000_000_000) return value;
	const range = `from ${countText(least)} to ${countText(1_000_000_000)}`;
	throw new CommandProblem(exitCodes.usage, `--${name} must be a whole number ${range}, not “${text}”`);
}

type OutputOptions = GivenOptions<'output' | 'json' | 'fields'>;

/** The format that the options ask for: a table on a terminal, NDJSON elsewhere. */
export function formatOf(options: OutputOptions, { columns }: Pick<CommandIo, 'columns'>): Format {
	const text = options.text('output');
	const usual = columns === null || options.has('json') ? 'ndjson' : 'table';
	if (text === null) return usual;
	const format = formats.find((name) => name === text);
	if (format === undefined) {
		const [near] = nearest(text, formats);
		const hint = near === undefined ? `Choose ${formats.join(', ')}.` : `Did you mean ${near}?`;
		throw new CommandProblem(exitCodes.usage, `There is no format “${text}”. ${hint}`);
	}
	if (options.has('json') && format !== 'ndjson')
		throw new CommandProblem(exitCodes.usage, `--json means --output ndjson: leave out one of them`);
	return format;
}

/** The fields that the options name; null for all. */
function fieldsOf(options: OutputOptions): readonly string[] | null {
	const text = options.text('fields');
	if (text === null) return null;
	const fields = text.split(',').map((name) => name.trim());
	if (fields.some((name) => name === ''))
		throw new CommandProblem(exitCodes.usage, `--fields has an empty name: “${text}”`);
	return [...new Set(fields)];
}

/** A printer that says at its end which of the fields no row had: probably a misspelling. */
export async function openOutput(
	options: OutputOptions,
	io: CommandIo,
	command: string,
	{ columns, isSheet = false }: { readonly columns: readonly string[]; readonly isSheet?: boolean },
): Promise<Printer> {
	const format = formatOf(options, io);
	const fields = fieldsOf(options);
	const width = io.columns;
	const printer = await openPrinter(format, {
		write: io.stdout,
		fields,
		columns,
		width,
		zone: io.zone,
		isSheet,
	});
	const unseen = new Set(fields ?? []);
	let rows = 0;
	return {
		add: async (row) => {
			rows += 1;
			for (const name of unseen) if (row.field(name) !== undefined) unseen.delete(name);
			await printer.add(row);
		},
		end: async () => {
			await printer.end();
			if (rows > 0 && unseen.size > 0)
				io.stderr(t`tconv ${safe(command)}: no row has the field ${safe([...unseen].join(', '))}`);
		},
	};
}
