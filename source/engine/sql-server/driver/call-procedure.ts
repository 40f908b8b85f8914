import type {DataConfig} from '../../../config/config.ts';
import {ended, nothingYet, resultSetBegan, rowCame, type Answer, type TimeKind} from '../../../domain/newest.ts';
import {withSchema} from '../../../domain/procedure-name.ts';
import type {Driver, Session} from '../session.ts';

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
		const kinds = kindsOf(sql);
		let answer = nothingYet;
		let failure: Error | undefined;
		request.stream = true;
		request.arrayRowMode = true;
		request.on('recordset', (columns: ReadonlyArray<{readonly name: string; readonly type: unknown}>) => {
			answer = resultSetBegan(
				answer,
				columns.map(({name, type}) => ({name, kind: kinds.get(type)})),
			);
			progress(answer);
		});
		request.on('row', (row: readonly unknown[]) => {
			answer = rowCame(answer, row);
			progress(answer);
		});
		request.on('error', (error: Error) => (failure ??= error));
		for (const [name, value] of Object.entries(config.parameters)) request.input(bare(name), value);
		const parameter = config.timestampParameter;
		if (parameter !== undefined)
			request.output(bare(parameter), config.timezone === 'offset' ? sql.DateTimeOffset : sql.DateTime2);
		const {output, returnValue} = await request.execute(withSchema(config.procedure));
		if (failure !== undefined) throw failure;
		return ended(answer, parameter === undefined ? undefined : output[bare(parameter)], returnValue);
	});

const bare = (name: string): string => name.replace(/^@/, '');

const kindsOf = (sql: Driver): ReadonlyMap<unknown, TimeKind> =>
	new Map<unknown, TimeKind>([
		[sql.DateTimeOffset, 'instant'],
		[sql.DateTime, 'wall clock'],
		[sql.DateTime2, 'wall clock'],
		[sql.SmallDateTime, 'wall clock'],
		[sql.Date, 'day'],
	]);
