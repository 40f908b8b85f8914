import type {AgePoint} from '../../domain/data/age-history.ts';
import type {RunRecord} from '../../domain/jobs/run-record.ts';
import type {ContainerSpec} from '../docker-engine/container.ts';
import type {Procedure} from '../sql-server/procedure.ts';
import {hourly, nextHourly, nextNightly, nightly} from './clock-times.ts';
import {projectFiles} from './compose-files.ts';
import {runContainer, serviceContainer, serviceSheets, specOfRun, type PastContainer} from './containers.ts';
import {pastAges} from './past-ages.ts';
import {pastRuns} from './past-runs.ts';
import {patientData} from './patients.ts';
import {predictionRun} from './prediction.ts';
import {logText, type JobRun} from './run.ts';
import {day, minute, second, type Scenario} from './scenario.ts';
import {trainingRun} from './training.ts';

/** All that stands on the practice server at one moment, and what will go on there. */
export type Furnishing = {
	readonly containers: readonly PastContainer[];
	/** Text by path below the project's directory, with the time it was last written. */
	readonly files: ReadonlyArray<{readonly path: string; readonly text: string; readonly writtenAt: Date | undefined}>;
	readonly patients: Procedure;
	/** How old the patient data was when it was looked at in the last weeks. */
	readonly ages: readonly AgePoint[];
	/** What is remembered of runs whose containers were removed since. */
	readonly runs: RunRecord;
	/** Runs that were due up to here are in the past of the server; those due later are still to be started. */
	readonly ranUntil: Date;
	/** The next run that the schedule starts after a moment. */
	nextRun(after: Date): DueRun;
	/** A run of a job that somebody starts; undefined where there is no such job. */
	runOf(job: string, at: Date): DueRun | undefined;
};

export type DueRun = {
	readonly at: Date;
	readonly spec: ContainerSpec;
	/** Below the project's directory. */
	readonly logFile: string;
};

const trainingLog = 'logs/training.log';
const predictionLog = 'logs/prediction.log';
const predictionsLogged = 5 * 24;
const predictionsKept = 12;
const trainingsLogged = 14;
const trainingsKept = 5;
const newestVersion = 42;

const endOf = (run: JobRun | undefined): Date | undefined => run && new Date(run.startedAt.getTime() + run.took);

/** When the newest row that there is at a moment was registered: rows come every ten minutes, until the import stopped. */
const importUntil =
	(stoppedAt: number) =>
	(at: Date): Date => {
		if (at.getTime() > stoppedAt) return new Date(stoppedAt);
		return new Date(Math.floor(at.getTime() / (10 * minute)) * 10 * minute - 4 * minute);
	};

/** The server of a scenario as it is at `now`; `directory` is where its project lies. Nothing in it is left to chance. */
export const furnish = (
	{fallen, importStopped, lineLost}: Scenario,
	{now, directory}: {readonly now: Date; readonly directory: string},
): Furnishing => {
	const newestAt = importUntil(now.getTime() - (importStopped?.(now) ?? Number.NEGATIVE_INFINITY));
	const ageAt = (at: Date): number => at.getTime() - newestAt(at).getTime();

	const trainings = nightly(now, 2, trainingsLogged, 12 * minute).map((at, index) =>
		trainingRun(at, ageAt(at), newestVersion - index),
	);
	const versionAt = (at: Date): number =>
		newestVersion -
		Math.max(
			0,
			trainings.findIndex(({startedAt}) => startedAt < at),
		);
	const ranUntil = new Date(now.getTime() - 30 * second);
	const predictions = hourly(ranUntil, 15, predictionsLogged).map((at, index) =>
		predictionRun(
			at,
			ageAt(at),
			versionAt(at),
			lineLost.some(ago => ago === index),
		),
	);
	const runOf = (job: string, at: Date): DueRun | undefined => {
		if (job === 'training')
			return {at, spec: specOfRun(trainingRun(at, ageAt(at), newestVersion + 1), directory), logFile: trainingLog};
		if (job === 'prediction')
			return {at, spec: specOfRun(predictionRun(at, ageAt(at), newestVersion), directory), logFile: predictionLog};
		return undefined;
	};
	const longAgo = new Date(now.getTime() - 26 * day);

	return {
		containers: [
			...serviceSheets.map(sheet => serviceContainer(sheet, fallen[sheet.name], {now, directory})),
			...[...trainings.slice(0, trainingsKept), ...predictions.slice(0, predictionsKept)].map(run =>
				runContainer(run, directory),
			),
		],
		files: [
			...Object.entries(projectFiles).map(([path, text]) => ({path, text, writtenAt: longAgo})),
			{path: trainingLog, text: logText(trainings), writtenAt: endOf(trainings[0])},
			{path: predictionLog, text: logText(predictions), writtenAt: endOf(predictions[0])},
		],
		patients: patientData(newestAt),
		ages: pastAges(newestAt, now),
		runs: pastRuns([...trainings.slice(trainingsKept), ...predictions.slice(predictionsKept)], now),
		ranUntil,
		runOf,
		nextRun(after) {
			const [training, prediction] = [nextNightly(after, 2), nextHourly(after, 15)];
			return training < prediction
				? {
						at: training,
						spec: specOfRun(trainingRun(training, ageAt(training), newestVersion + 1), directory),
						logFile: trainingLog,
					}
				: {
						at: prediction,
						spec: specOfRun(predictionRun(prediction, ageAt(prediction), newestVersion), directory),
						logFile: predictionLog,
					};
		},
	};
};
