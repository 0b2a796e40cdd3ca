import type { CommandDeclaration } from '../declaration.ts';
import { openDeclaration, serveDeclaration } from './others.ts';
import { tailDeclaration } from './read.ts';

/** Every command, in the order of the help. */
export const declarations: readonly CommandDeclaration[] = [
	openDeclaration,
	tailDeclaration,
	serveDeclaration,
];

/** The declaration of a command by its name; null if there is none. */
export function declarationOf(name: string): CommandDeclaration | null {
	return declarations.find((declared) => declared.name === name) ?? null;
}
