import {mkdir, open} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname, join} from 'node:path';
import {printableJson} from './domain/printable.ts';
import {ProblemError} from './domain/problem.ts';
import {whyUnwritable} from './domain/unwritable.ts';
import {userDirectory, type Environment} from './config/directories.ts';

/** One action as it was done. `host` and `user` are those of the other end, `command` what an operator would have typed there. */
type AuditEntry = {
	readonly time: Date;
	readonly host: string;
	readonly user: string;
	readonly command: string;
	readonly outcome: string;
};

/** The log of what was done. */
type Audit = {
	readonly path: string;
	/** Adds an entry; entries stand in the order they were given. Rejects with a `ProblemError`. */
	write(entry: AuditEntry): Promise<void>;
};

const asLine = ({time, host, user, command, outcome}: AuditEntry): string =>
	`${printableJson({time, host, user, command, outcome})}\n`;

const append = async (path: string, line: string): Promise<void> => {
	try {
		await mkdir(dirname(path), {recursive: true, mode: 0o700});
		await using file = await open(path, 'a', 0o600);
		// One write, so that entries of two consoles do not mix.
		await file.writeFile(line);
	} catch (error) {
		throw new ProblemError(
			{
				what: `Cannot write the audit log ${path}`,
				why: whyUnwritable(error),
				next: 'make room or set XDG_STATE_HOME to a directory that can be written',
			},
			{cause: error},
		);
	}
};

/**
 * The log of what was done to hosts from this machine: `mlops-tui/audit.log` in the user's directory for state
 * (`$XDG_STATE_HOME`), one JSON object a line, for its user's eyes only. It is made with the first entry.
 */
export const openAudit = (environment: Environment): Audit => {
	const path = join(userDirectory('XDG_STATE_HOME', environment, homedir()), 'audit.log');
	let written: Promise<unknown> = Promise.resolve();
	return {
		path,
		async write(entry) {
			const line = asLine(entry);
			const mine = written.then(async () => append(path, line));
			written = mine.catch(() => {}); // Told to the one who wrote it; the next may succeed.
			return mine;
		},
	};
};
