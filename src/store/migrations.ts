/**
 * The schema, one step a version: step k takes a file from `user_version` k to k + 1. A released step is never
 * changed, only followed by another one.
 *
 * Instants are whole microseconds since 1970. `extra` holds the fields of a conversation that have no column, so that
 * an answer gives back whatever came in. Positions of messages and insight results count from 0 without gaps: paging
 * is then a range scan, and the total the last position plus one.
 */
export const migrations: readonly string[] = [
	`
	CREATE TABLE conversations (
		seq INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		name TEXT,
		created_at INTEGER NOT NULL,
		last_message_at INTEGER NOT NULL,
		metadata TEXT NOT NULL,
		extra TEXT
	) STRICT;
	CREATE INDEX conversations_by_last_message ON conversations (last_message_at DESC, id DESC);
	CREATE INDEX conversations_by_creation ON conversations (created_at DESC, id DESC);

	CREATE TABLE messages (
		seq INTEGER PRIMARY KEY,
		conversation INTEGER NOT NULL REFERENCES conversations (seq) ON DELETE CASCADE,
		position INTEGER NOT NULL,
		body TEXT NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX messages_in_order ON messages (conversation, position);

	CREATE TABLE insight_results (
		seq INTEGER PRIMARY KEY,
		conversation INTEGER NOT NULL REFERENCES conversations (seq) ON DELETE CASCADE,
		position INTEGER NOT NULL,
		id TEXT NOT NULL,
		created_at INTEGER,
		body TEXT NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX insight_results_in_order ON insight_results (conversation, position);
	CREATE INDEX insight_results_by_creation ON insight_results (created_at);

	CREATE TABLE insight_templates (
		position INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		body TEXT NOT NULL
	) STRICT;
	CREATE TABLE assistants (
		position INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		body TEXT NOT NULL
	) STRICT;

	CREATE TABLE idempotency (
		key TEXT PRIMARY KEY,
		fingerprint TEXT NOT NULL,
		status INTEGER NOT NULL,
		body TEXT NOT NULL,
		saved_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX idempotency_by_age ON idempotency (saved_at);
	`,
];

/** Marks a file as this program's ("tcnv"), so that another program's database is not taken over. */
export const applicationId = 0x74636e76;
