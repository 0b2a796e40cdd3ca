import { redactKeys } from '../text/redact.ts';
import { safe } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';

/** The environment variable for a key that must not appear in a process list. */
export const serveKeyVariable = 'TCONV_SERVE_KEY';

/**
 * A text that quotes arguments, safe to print, with all keys masked: those of the environment, and any word that looks
 * like one, such as a key typed in the wrong place.
 */
export function withoutKeys(
	text: string,
	environment: Readonly<Record<string, string | undefined>>,
): SafeText {
	const known = [environment[serveKeyVariable] ?? '', environment.TELNYX_API_KEY?.trim() ?? ''];
	// The last four characters, which distinguish keys elsewhere, are useless here.
	return safe(redactKeys(text, known).replace(/\bKEY(?:…[^\s'"]{4}|[\w-]{4,})/g, 'KEY…'));
}
