import {readdirSync, readFileSync} from 'node:fs';

/** The parent of a process, undefined when it has just gone. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const parentOf = (pid: number): number | undefined => {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name before it is in parentheses and may itself hold spaces and parentheses.
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return undefined;
	}
};

/** Every process below this one, parents before their children. */
export const descendantsOf = (root: number): readonly number[] => {
	const parents = new Map(
		readdirSync('/proc')
			.filter(name => /^\d+$/.test(name))
			.map(name => [Number(name), parentOf(Number(name))] as const),
	);
	const found = [root];
	// The array grows while it is walked: each process found has its own children looked for.
	for (const ancestor of found) for (const [pid, parent] of parents) if (parent === ancestor) found.push(pid);
	return found.slice(1);
};

/** Kills a process at once; one that has already gone is no failure. */
export const killNow = (pid: number): void => {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
};
