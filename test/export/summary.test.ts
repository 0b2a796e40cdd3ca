import { expect, test } from 'vitest';
import { summaryParagraph } from '../../src/export/summary.ts';
import { said, someCall, textOf } from './conversation-text.ts';

test('a conversation in one paragraph', () => {
	const text = textOf([said('assistant', 'Hello', 0), said('user', 'Give me\na person!', 372)], {
		signals: [
			{ kind: 'asked-for-person', severity: 'high', turns: [], explanation: 'once', quote: null },
			{ kind: 'waited', severity: 'low', turns: [], explanation: '9 s', quote: null },
		],
	});
	expect(summaryParagraph(text)).toBe(
		'+13125550142 with Parcel desk, “Late parcel”, phone call, ' +
			'2026-10-15 16:05:41 UTC (2026-10-15 12:05:41 -04:00), 6m12 long. ' +
			'Signals: asked for a person (high), waited (low). ' +
			'Last words, user: “Give me a person!” Conversation 705469e5-59ae-54ef-9443-92a1828be8c6',
	);
});

test('without any facts it still says which conversation', () => {
	const conversation = { ...someCall, name: null, createdAt: null, lastMessageAt: null, metadata: {} };
	expect(summaryParagraph(textOf([], { conversation, remarks: ['No messages were loaded.'] }))).toBe(
		'An unknown caller, at an unknown time. Signals: none. No words. No messages were loaded. ' +
			'Conversation 705469e5-59ae-54ef-9443-92a1828be8c6',
	);
});

test('very long last words are cut, visibly', () => {
	const paragraph = summaryParagraph(textOf([said('user', `a${'😀'.repeat(400)}`, 0)]));
	expect(paragraph).toContain('😀…”');
	expect(paragraph.isWellFormed()).toBe(true);
	expect(paragraph.length).toBeLessThan(600);
});
