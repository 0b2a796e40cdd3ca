import type { Format, Printer, PrinterOptions } from './printer.ts';

/** A printer of a format, loaded when used. */
export async function openPrinter(format: Format, options: PrinterOptions): Promise<Printer> {
	switch (format) {
		case 'table': {
			const { sheetPrinter, tablePrinter } = await import('./table.ts');
			return options.isSheet === true ? sheetPrinter(options) : tablePrinter(options);
		}
		case 'json':
			return (await import('./json.ts')).jsonPrinter(options);
		case 'ndjson':
			return (await import('./json.ts')).ndjsonPrinter(options);
		case 'csv':
			return (await import('./csv.ts')).csvPrinter(options);
		case 'yaml':
			return (await import('./yaml.ts')).yamlPrinter(options);
		case 'md':
			return (await import('./markdown.ts')).markdownPrinter(options);
	}
}
