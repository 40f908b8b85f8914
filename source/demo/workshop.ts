import {ProblemError} from '../domain/problem.ts';
import type {Workshop} from '../domain/workshop.ts';
import type {PracticeSqlServer} from './sql-server/server.ts';
import {findSituation, situationParts, type SituationName} from './sql-server/situations.ts';

/** The situations of a practice SQL Server, for the console. */
export const createWorkshop = (sql: Pick<PracticeSqlServer, 'put' | 'situation'>): Workshop => {
	const switchTo = async (name: SituationName | undefined): Promise<void> => {
		try {
			await sql.put(name);
		} catch {
			throw new ProblemError({
				what: 'Cannot start SQL Server again',
				why: 'another program has taken its port meanwhile',
				next: 'leave the console and start the practice server anew',
			});
		}
	};
	return {
		parts: situationParts.map(({title, situations}) => ({
			title,
			situations: Object.entries(situations).map(([name, {story}]) => ({name, story})),
		})),
		situation: () => sql.situation,
		async put(name) {
			const found = findSituation(name);
			if (found === undefined)
				throw new ProblemError({
					what: `Cannot break the practice server as ${JSON.stringify(name)}`,
					why: 'there is no such situation',
					next: 'choose one of those that :break lists',
				});
			await switchTo(found);
		},
		mend: () => switchTo(undefined),
	};
};
