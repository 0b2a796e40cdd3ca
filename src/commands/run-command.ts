import type { Runner } from './runner.ts';

/** The commands that run on a `CommandIo`, each loaded when it is used. `serve` and `tail` have their own process. */
export const runners: Readonly<Record<string, () => Promise<Runner>>> = {
	list: async () => (await import('./list.ts')).runList,
	get: async () => (await import('./get.ts')).runGet,
	messages: async () => (await import('./messages.ts')).runMessages,
	create: async () => (await import('./create.ts')).runCreate,
	update: async () => (await import('./update.ts')).runUpdate,
	delete: async () => (await import('./delete.ts')).runDelete,
	'add-message': async () => (await import('./add-message.ts')).runAddMessage,
	profile: async () => (await import('./profile.ts')).runProfile,
	completion: async () => (await import('./completion.ts')).runCompletion,
	complete: async () => (await import('./completion.ts')).runComplete,
	export: async () => (await import('./export.ts')).runExport,
	bundle: async () => (await import('./export.ts')).runBundle,
	insights: async () => (await import('./insights.ts')).runInsights,
};
