import type {RunOptions} from '../connection.ts';

/** The command becomes the very process that was started, so that its exit code and signal are its own. It has no input. */
const leash = (watch: string): string =>
	`exec 3<&0 </dev/null; { ${watch}; } >/dev/null 2>&1 & exec 3<&-; exec sh -c "$1"`;

/** On a line and at the end of its input, which comes when whoever started it is gone, however suddenly. */
const short = leash('read -r _ <&3; kill -TERM 0');
/** On a line alone. */
const long = leash('read -r _ <&3 && kill -TERM 0');

/**
 * The words after `sh` that run a command in a process group of which it has to be the first, and end it with all it started when a line
 * arrives on its input, or when that ends unless the command outlives it. What it leaves running when it has ended by itself is ended, too,
 * unless it outlives.
 */
export const leashed = (command: string, {outlives = false}: RunOptions): readonly string[] => [
	'-c',
	outlives ? long : short,
	'sh',
	command,
];
