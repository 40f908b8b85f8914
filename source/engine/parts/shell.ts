import {CausedError} from '../../domain/host-cause.ts';
import {printable} from '../../domain/printable.ts';
import type {Connection} from '../connection.ts';
import {sh} from '../host/shell.ts';
import {runToEnd} from '../ssh/run-to-end.ts';
import type {Look} from './part.ts';

const word = 'mlops-tui';

/** Runs a command that says a word, as `nologin` and a forced command do not. */
export const lookAtShell = async ({run, label}: Connection, signal: AbortSignal): Promise<Look> => {
	const {stdout, stderr} = await runToEnd(run(sh`echo ${word}; uname -srm 2>/dev/null`, signal));
	const [first = '', system = ''] = stdout.split('\n');
	if (first === word) return {evidence: system === '' ? 'sh answers' : `sh answers on ${printable(system)}`};
	const said = printable(`${stdout} ${stderr}`.replaceAll(/\s+/g, ' ').trim()).slice(0, 100);
	throw new CausedError('shell', {
		what: `Cannot run commands on ${label}`,
		why: said === '' ? 'its shell says nothing' : `its shell says \`${said}\` whatever it is asked`,
		next: 'ask who runs the host for a login shell such as /bin/sh, without a forced command',
	});
};
