import type {Action} from '../domain/action.ts';
import {outputOf, type StartedRun} from '../domain/jobs/started-run.ts';
import type {Engine} from '../engine/engine.ts';
import {asked, type Flash, type Guard} from '../store/session.ts';
import {keepRun} from './keep-run.ts';
import {openLog, type LogOptions} from './open-views.ts';
import type {Deed} from './perform.ts';

type Options = {
	readonly views: LogOptions;
	/** Nothing can be stopped then. */
	readonly readonly: boolean;
	/** Performs an action without asking. */
	perform(action: Action<Engine>): void;
	audit(deed: Deed): Promise<void>;
	say(flash: Flash): void;
};

/** Opens the output of runs that go on on the host, and keeps watching them. */
export type RunOpener = (run: StartedRun, how: {readonly startedHere: boolean}) => void;

/** A run that is watched, with what is known of it. */
type Watched = {isOver: boolean; containerId: string | undefined};

const stop = (run: StartedRun, containerId: string | undefined): Action<Engine> => ({
	title: `Stop ${run.job}`,
	command: containerId === undefined ? `kill ${run.command}` : `docker stop ${containerId.slice(0, 12)}`,
	confirm: {kind: 'none'},
	async *run(engine, signal) {
		yield {text: `stopping ${run.job}`, tone: 'progress'};
		await engine.runs.stop(run, signal);
		for await (const {outcome, isOver} of engine.runs.watch(run, signal)) if (isOver) yield {...outcome, tone: 'good'};
	},
});

export const createRunOpener = ({views, readonly, perform, audit, say}: Options): RunOpener => {
	const {session, server, underWay, signal} = views;
	const all = new Map<string, Watched>();

	const watch = (run: StartedRun, startedHere: boolean): Watched => {
		const known = all.get(run.id);
		if (known !== undefined) return known;
		const watched: Watched = {isOver: false, containerId: undefined};
		all.set(run.id, watched);
		const madeContainer = (id: string): void => void (watched.containerId = id);
		const keeping = keepRun(run, {server, say, madeContainer, signal, ...(startedHere && {audit})});
		underWay.add(
			keeping.finally(() => {
				watched.isOver = true;
				all.delete(run.id);
			}),
		);
		return watched;
	};

	const guardOf = (run: StartedRun, watched: Watched): Guard => ({
		holds: () => !readonly && !watched.isOver,
		ask(close) {
			const settle = (answer: string | undefined): void => {
				if (answer === 'yes') close();
				if (answer === 'also') perform(stop(run, watched.containerId));
			};
			session.update(
				asked({
					title: `${run.job} goes on`,
					lines: ['Left, it goes on by itself on the host, and l on its row in Jobs leads back to it.'],
					field: {kind: 'choice', yes: 'Leave it', also: 'Stop it', focused: 'yes'},
					settle,
				}),
			);
		},
	});

	return (run, {startedHere}) => {
		const watched = watch(run, startedHere);
		openLog([outputOf(run)], 'end', views, undefined, guardOf(run, watched));
	};
};
