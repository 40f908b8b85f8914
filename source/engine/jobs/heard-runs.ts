import type {Run} from '../../domain/jobs/job.ts';
import {runsTold} from '../../domain/jobs/run-record.ts';
import type {ContainerEvent} from '../../parse/docker/container-event.ts';

/** What Docker's events told of one-off containers, some of which are gone before anybody can look. */
export type HeardRuns = {
	hear(event: ContainerEvent): void;
	/** The runs that have begun, the newest first. */
	told(): readonly Run[];
};

/** What was heard so long ago has been kept by whoever keeps it. */
const most = 200;

export const createHeardRuns = (): HeardRuns => {
	let runs: readonly Run[] = [];
	const tell = (run: Run): void => {
		runs = runsTold([...runs.toReversed(), run]).slice(0, most);
	};

	return {
		hear({id, what, at, exitCode, compose}) {
			if (compose?.oneOff !== true) return;
			const last = runs.find(({containerId}) => containerId === id);
			const base: Run = {
				containerId: id,
				project: compose.project,
				job: compose.service,
				state: 'waiting',
				createdAt: last?.createdAt,
				startedAt: undefined,
				finishedAt: undefined,
				exitCode: undefined,
				outOfMemory: false,
				failure: '',
				terminal: false,
				startedAs: compose.startedAs,
				gone: false,
			};
			switch (what) {
				case 'create':
					return tell({...base, createdAt: at});
				case 'start':
					return tell({...base, state: 'running', startedAt: at});
				case 'oom':
					return tell({...(last ?? base), outOfMemory: true});
				case 'die':
					return tell({
						...(last ?? base),
						state: 'finished',
						finishedAt: at,
						exitCode,
					});
				default:
			}
		},
		told: () => runs.filter(({state}) => state !== 'waiting'),
	};
};
