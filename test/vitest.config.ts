import { defineConfig } from 'vitest/config';

/** Tests run in UTC and without colour, so that output is the same on every machine. */
export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: 'test/harness/homes.ts',
		environment: 'node',
		isolate: false,
		pool: 'forks',
		testTimeout: 60_000,
		env: { TZ: 'UTC', NO_COLOR: '1', FORCE_COLOR: '0' },
	},
});
