import {accessSync, constants} from 'node:fs';
import {symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {practice, temporaryDirectory} from '../../ssh/practice.ts';

const places = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Where a program of this machine is; undefined where there is none. */
export const placeOf = (program: string): string | undefined =>
	places
		.map(place => join(place, program))
		.find(path => {
			try {
				accessSync(path, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});

const always = ['sh', 'sleep', 'dd', 'grep'];

/** A host behind SSH with no programs but these of this machine, and those whose text is given. */
export const hostWith = async (programs: readonly string[], written: Readonly<Record<string, string>> = {}) => {
	await using stack = new AsyncDisposableStack();
	const {path} = stack.use(await temporaryDirectory());
	for (const program of [...always, ...programs]) {
		const place = placeOf(program);
		if (place !== undefined) await symlink(place, join(path, program));
	}
	for (const [program, text] of Object.entries(written)) await writeFile(join(path, program), text, {mode: 0o755});
	const ssh = stack.use(await practice({env: {PATH: path}}));
	const connection = await ssh.dial();
	const kept = stack.move();
	return {ssh, connection, [Symbol.asyncDispose]: async () => kept.disposeAsync()};
};
