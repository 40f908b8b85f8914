import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {tailsOf} from '../engine/logs/support.ts';

const follower = fileURLToPath(new URL('follower.ts', import.meta.url));

/**
 * Starts another process of this program, and kills it once it follows `file`, which has a line in it; over SSH with `target`, an SSH target
 * as JSON. Resolves to how many followed the file then.
 */
export const killFollower = async (file: string, target?: string): Promise<number> => {
	const child = spawn(process.execPath, [follower, file, ...(target === undefined ? [] : [target])], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	await Promise.race([
		once(child.stdout, 'data'),
		ended.then(() => {
			throw new Error('it ended by itself');
		}),
	]);
	const tails = await tailsOf(file);
	child.kill('SIGKILL');
	await ended;
	return tails.length;
};
