import type { AssistantKey } from './assistants.ts';
import type { Language } from './people.ts';
import type { ScriptBuilder } from './script-builder.ts';

/** One kind of conversation: its assistant, medium, titles and script. */
export type Story = {
	readonly assistant: AssistantKey;
	readonly medium: 'voice' | 'chat' | 'either';
	readonly language: Language;
	/** Its number of slots in the schedule. */
	readonly weight: number;
	/** Possible names of the conversation. */
	readonly titles: readonly string[];
	readonly play: (script: ScriptBuilder) => void;
};

/** An English story. */
export function story(
	assistant: AssistantKey,
	medium: Story['medium'],
	weight: number,
	titles: readonly string[],
	play: Story['play'],
): Story {
	return { assistant, medium, language: 'en', weight, titles, play };
}

/** A scene as a list of lines, for languages other than English. */
export type SceneScript = {
	readonly language: Language;
	readonly title: string;
	readonly lines: readonly string[];
};
