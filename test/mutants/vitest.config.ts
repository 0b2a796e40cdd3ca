import { defineConfig } from 'vitest/config';

/** The tests of the pure rooms, which alone are run for each mutant. */
export default defineConfig({
	test: {
		include: ['test/{domain,filter,state}/**/*.test.ts'],
		environment: 'node',
		testTimeout: 60_000,
		env: { TZ: 'UTC', NO_COLOR: '1', FORCE_COLOR: '0' },
	},
});
