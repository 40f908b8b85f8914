import {judgeAge} from '../../../domain/data/age.ts';
import type {DataConfig} from '../../../config/config.ts';
import {withSchema} from '../../../domain/data/procedure-name.ts';
import type {ProcedureRows} from '../../../domain/data/procedure-rows.ts';
import {execStatement} from '../../../domain/data/t-sql.ts';
import {clockZone} from '../../../domain/time/wall-clock.ts';
import {firstFailure} from '../driver/first-failure.ts';
import {giveParameters, timestampType} from '../driver/give-parameters.ts';
import {kindOf} from '../driver/time-kind.ts';
import type {Candidate, Keeper} from './kept.ts';
import {inWordsOf, type DriverColumn} from './text.ts';
import type {ServerClock, Session} from '../session.ts';

/** Calls the procedure of the config and hands each row to the keeper as it comes. Rejects at an error that SQL Server reports, even after rows. */
export const askForRows = (
	session: Session,
	config: DataConfig,
	keeper: Keeper,
	clock: ServerClock,
): Promise<ProcedureRows> =>
	session.run(async (request, driver) => {
		request.stream = true;
		request.arrayRowMode = true;
		request.on('recordset', (columns: readonly DriverColumn[]) =>
			keeper.began(
				columns.map(column => ({
					name: column.name,
					kind: kindOf(driver, column.type),
					inWords: inWordsOf(driver, column),
				})),
			),
		);
		request.on('row', (row: readonly unknown[]) => keeper.came(row));
		const failure = firstFailure(request);
		const parameter = giveParameters(request, config, driver);
		const begun = performance.now();
		const {output, returnValue} = await request.execute(withSchema(config.procedure));
		const failed = failure();
		if (failed !== undefined) throw failed;
		const inWords = inWordsOf(driver, {name: '', type: timestampType(config.timezone, driver), scale: 3});
		return {
			statement: execStatement(config),
			...keeper.kept(reachBy(clock, config)),
			returnValue: typeof returnValue === 'number' ? returnValue : undefined,
			output: parameter === undefined ? [] : [{name: parameter, value: inWords(output[parameter])}],
			ms: performance.now() - begun,
		};
	});

/** As the check reads times to find the one that the age is told by. */
const reachBy = ({now, offset}: ServerClock, {timezone, maxAge}: DataConfig) => {
	const zone = clockZone(timezone, offset, now);
	return ({kind, newest}: Candidate): number => {
		if (timezone === 'offset' && kind !== 'instant') return -Infinity;
		const judged = judgeAge(newest, kind, zone, now, maxAge);
		return 'newest' in judged ? judged.newest.getTime() : -Infinity;
	};
};
