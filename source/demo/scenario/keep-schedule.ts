import type {World} from '../docker-engine/world.ts';
import type {DueRun, Furnishing} from './furnish.ts';
import {createOwnRun, type OwnRun} from './own-run.ts';

/**
 * Starts the runs of the jobs when they are due, as the scheduler of the server would: a container that writes what it says into the
 * job's log file as well. Ends when disposed, with the last line written.
 */
export const keepSchedule = ({
	world,
	directory,
	now,
	ranUntil,
	nextRun,
}: Pick<Furnishing, 'ranUntil' | 'nextRun'> & {
	readonly world: World;
	readonly directory: string;
	readonly now: () => Date;
}): AsyncDisposable => {
	let timer: NodeJS.Timeout | undefined;
	const writing = new Set<OwnRun>();

	const begin = (due: DueRun): void => {
		const run = createOwnRun(due, {world, directory});
		writing.add(run);
		void run.follow().then(() => writing.delete(run));
		world.start(run.id);
	};

	const waitAfter = (moment: Date): void => {
		const due = nextRun(moment);
		timer = setTimeout(
			() => {
				begin(due);
				// What a machine missed while it slept is not made up for.
				waitAfter(now() > due.at ? now() : due.at);
			},
			Math.max(0, due.at.getTime() - now().getTime()),
		);
	};

	waitAfter(ranUntil);
	return {
		async [Symbol.asyncDispose]() {
			clearTimeout(timer);
			await Promise.all([...writing].map(run => run.written()));
		},
	};
};
