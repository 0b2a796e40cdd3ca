import type { KeyChanges } from '../domain/batch-task.ts';
import { isTelnyxKey } from '../domain/telnyx-keys.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandProblem } from './io.ts';

/** Reads `KEY=VALUE`: the key ends at the first `=`, and the value may hold more of them, and be empty. */
export function readKeyValue(text: string): { readonly key: string; readonly value: string } {
	const at = text.indexOf('=');
	const key = at < 0 ? '' : text.slice(0, at).trim();
	if (key === '') throw new CommandProblem(exitCodes.usage, `--set needs KEY=VALUE, not “${text}”`);
	return { key, value: text.slice(at + 1) };
}

/** Reads the values of `--set` and `--unset`. Throws a `CommandProblem` for a key that is named twice. */
export function readKeyChanges(set: readonly string[], unset: readonly string[]): KeyChanges {
	const changes = { set: set.map(readKeyValue), unset: unset.map((key) => key.trim()) };
	const seen = new Set<string>();
	for (const key of [...changes.set.map((one) => one.key), ...changes.unset]) {
		if (key === '') throw new CommandProblem(exitCodes.usage, '--unset needs the name of a key');
		if (seen.has(key)) throw new CommandProblem(exitCodes.usage, `The key ${key} is named twice: keep one`);
		seen.add(key);
	}
	return changes;
}

/** Throws a `CommandProblem` for a key of Telnyx's own, unless the user allows it. */
export function guardTelnyxKeys(keys: readonly string[], isAllowed: boolean): void {
	const own = keys.filter(isTelnyxKey);
	if (isAllowed || own.length === 0) return;
	const advice = 'Changing it can change how calls go on. Add --telnyx-keys if you are sure.';
	throw new CommandProblem(exitCodes.usage, `Telnyx itself uses ${own.join(', ')}. ${advice}`);
}
