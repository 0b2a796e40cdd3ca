import type { AssistantKey } from './assistants.ts';
import type { Language } from './people.ts';
import type { Stage } from './stage.ts';

/** One kind of conversation: who holds it, over what, and how it goes. */
export type Story = {
	readonly assistant: AssistantKey;
	readonly medium: 'voice' | 'chat' | 'either';
	readonly language: Language;
	/** How many of the slots of the deck it takes. */
	readonly weight: number;
	/** What the conversation may be called. */
	readonly titles: readonly string[];
	readonly play: (stage: Stage) => void;
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
