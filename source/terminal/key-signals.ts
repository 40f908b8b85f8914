/** Signals that the terminal sends to everybody in front of it when Ctrl-C and Ctrl-\\ are pressed. */
const keySignals = ['SIGINT', 'SIGQUIT'] as const;

const ignore = (): void => {};

/** Takes a signal without doing anything; returns what hands it to those who had it before. */
const leave = (name: NodeJS.Signals): (() => void) => {
	const held = process.listeners(name);
	// In this order, since a signal that nobody listens to ends the process.
	process.on(name, ignore);
	for (const listener of held) process.off(name, listener);
	return () => {
		for (const listener of held) process.on(name, listener);
		process.off(name, ignore);
	};
};

/** Milliseconds the other program has to give the terminal back before the shell learns that we have stopped, and takes it. */
const head = 50;

/**
 * Stops this process on Ctrl-Z a little later than the other program stops. With the signal's own effect and not with SIGSTOP: where no shell could
 * ever go on with us, the system ignores it.
 */
const stopAfterOthers = (): (() => void) => {
	let timer: NodeJS.Timeout | undefined;
	const stop = (): void => {
		timer = setTimeout(() => {
			process.off('SIGTSTP', stop);
			process.kill(process.pid, 'SIGTSTP');
			timer = setTimeout(() => process.on('SIGTSTP', stop), head);
		}, head);
	};
	process.on('SIGTSTP', stop);
	return () => {
		clearTimeout(timer);
		process.off('SIGTSTP', stop);
	};
};

/** Leaves the keys that send signals to the program that has the terminal; returns what takes them back. */
export const leaveKeySignals = (): (() => void) => {
	const back = [...keySignals.map(leave), stopAfterOthers()];
	return () => {
		for (const take of back) take();
	};
};
