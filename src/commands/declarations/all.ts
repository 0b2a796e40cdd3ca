import type { CommandDeclaration } from '../declaration.ts';
import { bundleDeclaration, exportDeclaration } from './export.ts';
import { completionDeclaration, openDeclaration, serveDeclaration } from './others.ts';
import { profileDeclaration } from './profile.ts';
import {
	getDeclaration,
	insightsDeclaration,
	listDeclaration,
	messagesDeclaration,
	tailDeclaration,
} from './read.ts';
import { addMessageDeclaration, createDeclaration, deleteDeclaration, updateDeclaration } from './write.ts';

/** Every command, in the order of the help. A new one comes in here, and its file in `run-command.ts`. */
export const declarations: readonly CommandDeclaration[] = [
	openDeclaration,
	listDeclaration,
	getDeclaration,
	messagesDeclaration,
	insightsDeclaration,
	exportDeclaration,
	bundleDeclaration,
	tailDeclaration,
	createDeclaration,
	updateDeclaration,
	deleteDeclaration,
	addMessageDeclaration,
	profileDeclaration,
	serveDeclaration,
	completionDeclaration,
];

/** The declaration of a command by its name; null if there is none. */
export function declarationOf(name: string): CommandDeclaration | null {
	return declarations.find((declared) => declared.name === name) ?? null;
}
