import {defineConfig} from 'vitest/config';

export default defineConfig({
	// React's production build, which NODE_ENV asks for, has no runtime for the development form of JSX.
	oxc: {jsx: {runtime: 'automatic', development: false}},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: ['test/engine-real/support/announce.ts'],
		testTimeout: 20_000,
		hookTimeout: 60_000,
		maxWorkers: 2,
		// Colour is compared in the frames, so it must not depend on who runs the tests.
		env: {FORCE_COLOR: '3', NODE_ENV: 'production', TZ: 'Europe/Stockholm'},
	},
});
