export const scores = ['Excellent', 'Good', 'Fair', 'Poor'] as const;
export type Score = (typeof scores)[number];

export const sentiments = ['positive', 'neutral', 'negative', 'angry', 'confused'] as const;
export type Sentiment = (typeof sentiments)[number];

/** How a conversation ended, for its insights. */
export type Outcome = {
	readonly intent: string;
	readonly score: Score;
	readonly sentiment: Sentiment;
	readonly resolved: boolean;
	readonly summary: string;
	/** Facts that the conversation established, as text. */
	readonly slots?: { readonly [key: string]: string };
};
