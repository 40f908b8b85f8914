import type {Procedure} from '../sql-server/procedure.ts';
import {hourly, nightly} from './clock-times.ts';
import {projectFiles} from './compose-files.ts';
import {runContainer, serviceContainer, serviceSheets, type PastContainer} from './containers.ts';
import {patientData} from './patients.ts';
import {predictionRun} from './prediction.ts';
import {createRandom, seedOf} from './random.ts';
import {logFile, type JobRun} from './run.ts';
import {hour, minute, second, type Scenario} from './scenario.ts';
import {trainingRun} from './training.ts';

/** All that stands on the practice server at one moment. */
export type Furnishing = {
	readonly containers: readonly PastContainer[];
	/** Text by path below the project's directory, with the time it was last written, undefined for long ago. */
	readonly files: ReadonlyArray<{readonly path: string; readonly text: string; readonly writtenAt: Date | undefined}>;
	readonly patients: Procedure;
};

const predictionsLogged = 5 * 24;
const predictionsKept = 12;
const trainingsLogged = 14;
const trainingsKept = 5;
const newestVersion = 42;

const endOf = (run: JobRun | undefined): Date | undefined => run && new Date(run.startedAt.getTime() + run.took);

/** The server of a scenario as it is at `now`; `directory` is where its project lies. Nothing in it is left to chance. */
export const furnish = (
	{fallen, dataAge, lineLost}: Scenario,
	{now, directory}: {readonly now: Date; readonly directory: string},
): Furnishing => {
	const newest = new Date(now.getTime() - dataAge);
	/** Up to the newest row that there is now, rows came in all the time. */
	const ageAt = (at: Date): number =>
		at > newest ? at.getTime() - newest.getTime() : (4 + 30 * createRandom(seedOf(at))()) * minute;

	const trainings = nightly(now, 2, trainingsLogged, 20 * minute).map((at, index) =>
		trainingRun(at, ageAt(at), newestVersion - index),
	);
	const versionAt = (at: Date): number =>
		newestVersion -
		Math.max(
			0,
			trainings.findIndex(({startedAt}) => startedAt < at),
		);
	const predictions = hourly(now, 15, predictionsLogged, 30 * second).map((at, index) =>
		predictionRun(
			at,
			ageAt(at),
			versionAt(at),
			lineLost.some(ago => ago === index),
		),
	);

	return {
		containers: [
			...serviceSheets.map(sheet => serviceContainer(sheet, fallen[sheet.name], {now, directory})),
			...[...trainings.slice(0, trainingsKept), ...predictions.slice(0, predictionsKept)].map(run =>
				runContainer(run, directory),
			),
		],
		files: [
			...Object.entries(projectFiles).map(([path, text]) => ({
				path,
				text,
				writtenAt: new Date(now.getTime() - 26 * 24 * hour),
			})),
			{path: 'logs/training.log', text: logFile(trainings), writtenAt: endOf(trainings[0])},
			{path: 'logs/prediction.log', text: logFile(predictions), writtenAt: endOf(predictions[0])},
		],
		patients: patientData(newest),
	};
};
