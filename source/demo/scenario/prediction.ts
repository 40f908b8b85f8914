import {between, createRandom, seedOf, wholeBetween} from './random.ts';
import {createScript, type JobRun} from './run.ts';
import {dataLimit, hour, second} from './scenario.ts';

const limitInHours = dataLimit / hour;

const tooStale = (hours: number): string => `Traceback (most recent call last):
  File "/app/flows/prediction_flow.py", line 112, in <module>
    main()
  File "/app/flows/prediction_flow.py", line 88, in main
    visits = load_latest_visits(connection, limit=settings.max_data_age)
  File "/app/data/patients.py", line 41, in load_latest_visits
    check_freshness(newest, datetime.now(UTC), limit)
  File "/app/data/freshness.py", line 23, in check_freshness
    raise DataTooStaleError(
data.freshness.DataTooStaleError: Data is too stale: newest patient row is ${Math.ceil(hours)} h old, limit ${limitInHours} h`;

const lineLost = `Traceback (most recent call last):
  File "/app/data/sql.py", line 57, in execute
    cursor.execute(statement)
pyodbc.OperationalError: ('08S01', '[08S01] [Microsoft][ODBC Driver 18 for SQL Server]TCP Provider: Error code 0x68 (104) (SQLExecDirectW)')`;

/** An hour's prediction, which fails when the data is older than a day. `dataAge` in milliseconds; `stumbles` over a lost line once. */
export const predictionRun = (startedAt: Date, dataAge: number, version: number, stumbles = false): JobRun => {
	const random = createRandom(seedOf(startedAt));
	const script = createScript();
	const {say} = script;
	const hours = dataAge / hour;
	const finish = (exitCode: number): JobRun => ({
		job: 'prediction',
		startedAt,
		took: script.end + 400,
		exitCode,
		lines: script.lines,
	});
	say(between(random, 300, 500), 'flows.prediction', 'Prediction flow started');
	say(between(random, 90, 200), 'data.sql', 'Connected to sql01/ER as er_reader');
	if (stumbles) {
		say(2 * second, 'data.sql', 'dbo.GetLatestPatientData failed, trying again in 5 s', 'ERROR');
		script.raw(lineLost);
		say(5 * second, 'data.sql', 'Connected to sql01/ER as er_reader');
	}
	const took = wholeBetween(random, 160, 420);
	say(took, 'data.sql', `dbo.GetLatestPatientData returned 128 rows in ${took} ms`);
	if (dataAge > dataLimit) {
		say(40, 'flows.prediction', 'Prediction flow failed', 'ERROR');
		script.raw(tooStale(hours));
		return finish(1);
	}
	say(30, 'data.quality', `Newest patient row is ${hours.toFixed(1)} h old, limit ${limitInHours} h`);
	say(between(random, 1.2, 2) * second, 'models.registry', `Loaded er-forecast version ${version} (Production)`);
	say(between(random, 2, 4) * second, 'features.build', 'Built 64 features for the next 48 hours');
	for (const horizon of [1, 4, 12, 24])
		say(
			between(random, 40, 90),
			'flows.prediction',
			`Forecast +${horizon} h: ${wholeBetween(random, 14, 46)} arrivals`,
		);
	say(between(random, 300, 700), 'data.sql', 'Wrote 48 rows to dbo.Forecast');
	say(60, 'flows.prediction', 'Prediction flow finished');
	return finish(0);
};
