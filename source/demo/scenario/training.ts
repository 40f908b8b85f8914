import {between, createRandom, seedOf, wholeBetween} from './random.ts';
import {createScript, type JobRun} from './run.ts';
import {hour, second} from './scenario.ts';

/** A night's training: it reads what there is, however old, and succeeds. `dataAge` in milliseconds, `version` of the model it makes. */
export const trainingRun = (startedAt: Date, dataAge: number, version: number): JobRun => {
	const random = createRandom(seedOf(startedAt));
	const script = createScript();
	const {say} = script;
	const hours = dataAge / hour;
	say(410, 'flows.training', 'Training flow started');
	say(180, 'data.sql', 'Connected to sql01/ER as er_reader');
	say(
		between(random, 8, 14) * second,
		'data.sql',
		`Read ${wholeBetween(random, 411_900, 412_800)} visits in 36 months`,
	);
	say(300, 'data.quality', `Newest patient row is ${hours.toFixed(1)} h old`, hours > 24 ? 'WARNING' : 'INFO');
	say(900, 'data.quality', `0 duplicates, ${wholeBetween(random, 3, 19)} rows without a triage code left out`);
	say(between(random, 30, 44) * second, 'features.build', 'Built 64 features');
	let error = between(random, 11.4, 12.1);
	for (let round = 50; round <= 1500; round += 50) {
		error = 5.9 + (error - 5.9) * between(random, 0.83, 0.9);
		say(
			between(random, 9, 13) * second,
			'models.gbm',
			`[${round}] train mae ${(error * 0.93).toFixed(3)} valid mae ${error.toFixed(3)}`,
		);
	}
	say(4 * second, 'models.gbm', 'Stopped early: no improvement in 100 rounds');
	for (const horizon of [1, 2, 4, 8, 12, 24, 48])
		say(
			between(random, 400, 900),
			'models.evaluate',
			`Horizon +${horizon} h: mae ${(error + Math.log(horizon) * 0.42).toFixed(2)} arrivals`,
		);
	say(2 * second, 'models.registry', `Logged run to http://mlflow:5000, artifacts in s3://mlflow`);
	say(800, 'models.registry', `Registered er-forecast version ${version} and moved it to Production`);
	say(120, 'flows.training', 'Training flow finished');
	return {job: 'training', startedAt, took: script.end + 600, exitCode: 0, lines: script.lines};
};
