import type {StartedRun} from '../../domain/jobs/started-run.ts';
import {fieldsOf, textOf} from '../../parse/docker/narrow.ts';

/** What a console writes down of a run on the host. */
export type About = Pick<StartedRun, 'project' | 'job' | 'command'>;

export const aboutAsText = ({project, job, command}: About): string => JSON.stringify({project, job, command});

/** Undefined for what is no note of a run. */
const aboutOf = (text: string): About | undefined => {
	try {
		const fields = fieldsOf(JSON.parse(text));
		const [project, job, command] = [fields['project'], fields['job'], fields['command']].map(textOf);
		return project && job && command ? {project, job, command} : undefined;
	} catch {
		return undefined;
	}
};

const states: Readonly<Record<string, StartedRun['state']>> = {going: 'going on', ended: 'ended', lost: 'lost'};

const timeOf = (seconds: string): Date => new Date(Number(seconds) * 1000);

/** What `lookScript` wrote: the runs, the newest first. What it does not understand is left out. */
export const readLook = (text: string): readonly StartedRun[] =>
	[...text.matchAll(/^run (\w+) (\d+|-) (\d+|-) (\S+)\n(.*\/(\d+)\.([\da-f]+))\n(.*)$/gm)]
		.flatMap(([, word = '', code = '', ended = '', stopped, directory = '', started = '', id = '', about = '']) => {
			const [known, state] = [aboutOf(about), states[word]];
			if (known === undefined || state === undefined) return [];
			return [
				{
					...known,
					id,
					directory,
					output: `${directory}/output.log`,
					startedAt: timeOf(started),
					state,
					exitCode: code === '-' ? undefined : Number(code),
					endedAt: ended === '-' ? undefined : timeOf(ended),
					wasStopped: stopped === 'stopped',
				},
			];
		})
		.toSorted((one, other) => other.startedAt.getTime() - one.startedAt.getTime());
