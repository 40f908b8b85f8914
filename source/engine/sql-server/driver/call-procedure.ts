import type {DataConfig} from '../../../config/config.ts';
import {ended, nothingYet, resultSetBegan, rowCame, type Answer} from '../../../domain/data/newest.ts';
import {withSchema} from '../../../domain/data/procedure-name.ts';
import type {Session} from '../session.ts';
import {firstFailure} from './first-failure.ts';
import {giveParameters} from './give-parameters.ts';
import {kindOf} from './time-kind.ts';

/**
 * Calls the procedure of the config and keeps of its rows the newest times only; `progress` hears how far it is. Rows are looked at one by
 * one as they come, so that none is kept: they hold patient data, and can be many. Rejects at an error that SQL Server reports, even
 * after rows.
 */
export const callProcedure = (
	session: Session,
	config: DataConfig,
	progress: (answer: Answer) => void,
): Promise<Answer> =>
	session.run(async (request, sql) => {
		let answer = nothingYet;
		request.stream = true;
		request.arrayRowMode = true;
		request.on('recordset', (columns: ReadonlyArray<{readonly name: string; readonly type: unknown}>) => {
			answer = resultSetBegan(
				answer,
				columns.map(({name, type}) => ({name, kind: kindOf(sql, type)})),
			);
			progress(answer);
		});
		request.on('row', (row: readonly unknown[]) => {
			answer = rowCame(answer, row);
			progress(answer);
		});
		const failure = firstFailure(request);
		const parameter = giveParameters(request, config, sql);
		const {output, returnValue} = await request.execute(withSchema(config.procedure));
		const failed = failure();
		if (failed !== undefined) throw failed;
		return ended(answer, parameter === undefined ? undefined : output[parameter], returnValue);
	});
