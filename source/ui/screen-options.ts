/** How Ink draws the console: on a screen of its own, only what changed, and with every key left to us. */
export const screenOptions = {
	alternateScreen: true,
	incrementalRendering: true,
	exitOnCtrlC: false,
	patchConsole: false,
	interactive: true,
	maxFps: 60,
} as const;
