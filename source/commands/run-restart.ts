import {printable} from '../domain/printable.ts';
import {ProblemError} from '../domain/problem.ts';
import type {Deed} from '../flow/perform.ts';
import type {Errand} from './errand.ts';
import {restart, type Wanted} from './restart.ts';

/**
 * `mlops-tui restart`: prints the command and each outcome as it is seen, and has the last one written down. Resolves to the exit code, 0
 * when everything came up; rejects with a `ProblemError` where nothing can be restarted or it cannot be written down.
 */
export const runRestart = async (
	wanted: Omit<Wanted, 'protect'>,
	{host, reach, asker, print, signal}: Errand,
	audit: (deed: Deed) => Promise<void>,
): Promise<number> => {
	if (host.readonly)
		throw new ProblemError({
			what: 'Nothing is restarted',
			why: `${host.name} is read-only`,
			next: 'leave out --readonly, or readonly: true in the config',
		});
	const {connection, engine} = await reach(asker, signal);
	try {
		let command: string | undefined;
		let last;
		const tell = (line: string): void => {
			command = line;
			print(printable(line));
		};
		const over = AbortSignal.any([signal, connection.lost]);
		for await (const outcome of restart({...wanted, protect: host.protect}, engine, tell, over)) {
			last = outcome;
			print(printable(outcome.text));
		}
		if (command !== undefined) await audit({command, outcome: last?.text ?? 'nothing was seen to happen'});
		return last?.tone === 'good' ? 0 : 1;
	} finally {
		connection.close();
	}
};
