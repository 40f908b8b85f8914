import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {projectFiles} from '../scenario/compose-files.ts';

type Build = {
	/** Of the project. */
	readonly directory: string;
	readonly job: string;
	/** Milliseconds for each one that a step takes. */
	readonly pace: number;
	say(text: string): void;
	readonly signal: AbortSignal;
};

const textOf = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** Those that the index of the practice server has. */
const known = new Set(projectFiles['requirements.txt']?.split('\n'));

/** The first requirement that there is no package for. */
const missing = async (directory: string): Promise<string | undefined> => {
	const requirements = (await textOf(join(directory, 'requirements.txt'))) ?? '';
	return requirements.split('\n').find(line => line !== '' && !known.has(line));
};

const isInstalling = (step: string): boolean => step.startsWith('RUN pip install');

/** Milliseconds. */
const takes = (step: string): number => {
	if (isInstalling(step)) return 2600;
	return step.startsWith('RUN') ? 800 : 300;
};

/**
 * Builds the image of a job out of its Dockerfile, in the words of BuildKit: a few seconds, and it fails where requirements.txt asks for a package
 * that there is not. Resolves to why it failed, undefined when it went well. Rejects when `signal` aborts.
 */
export const build = async ({directory, job, pace, say, signal}: Build): Promise<string | undefined> => {
	const file = `Dockerfile.${job}`;
	const text = await textOf(join(directory, file));
	say('#0 building with "default" instance using docker driver\n\n');
	say(`#1 [${job} internal] load build definition from ${file}\n`);
	if (text === undefined) return `failed to read dockerfile: open ${file}: no such file or directory`;
	say(`#1 transferring dockerfile: ${text.length}B done\n#1 DONE 0.0s\n\n`);
	const steps = text.split('\n').filter(line => /^(?:FROM|WORKDIR|COPY|ADD|RUN) /.test(line));
	for (const [index, step] of steps.entries()) {
		const number = index + 2;
		const name = `[${job} ${index + 1}/${steps.length}] ${step}`;
		const seconds = (takes(step) / 1000).toFixed(1);
		say(`#${number} ${name}\n`);
		await delay(takes(step) * pace, undefined, {signal});
		const absent = isInstalling(step) ? await missing(directory) : undefined;
		if (absent !== undefined) {
			const why = `process "/bin/sh -c ${step.slice(4)}" did not complete successfully: exit code: 1`;
			const said = [
				`ERROR: Could not find a version that satisfies the requirement ${absent}`,
				`ERROR: No matching distribution found for ${absent}`,
			];
			say(said.map(line => `#${number} ${seconds} ${line}\n`).join(''));
			say(
				`#${number} ERROR: ${why}\n------\n > ${name}:\n${said.map(line => `${seconds} ${line}\n`).join('')}------\n`,
			);
			return why;
		}
		say(`#${number} DONE ${seconds}s\n\n`);
	}
	say(`#${steps.length + 2} [${job}] exporting to image\n#${steps.length + 2} DONE 0.1s\n`);
	return undefined;
};
