import type {Procedure} from '../sql-server/procedure.ts';
import {between, createRandom, wholeBetween} from './random.ts';
import {day, minute} from './scenario.ts';

/** As many as a prediction looks back on. */
const rowCount = 128;

/** `dbo.GetLatestPatientData`: the last visits to the emergency room, of which the newest was registered at `newestAt` the time it is asked; of the last `@Days` where that is given. */
export const patientData = (newestAt: (now: Date) => Date): Procedure => ({
	optional: ['Days'],
	run({now, wallClock, parameters: {Days: days}}) {
		const random = createRandom(7);
		const since = typeof days === 'number' ? now.getTime() - days * day : Number.NEGATIVE_INFINITY;
		let at = newestAt(now).getTime();
		const visits = Array.from({length: rowCount}, (_, index) => {
			const row = [
				90_412 - index,
				wallClock(new Date(at)),
				wholeBetween(random, 1, 5),
				index % 3 === 0 ? 'ambulance' : 'walk-in',
			];
			const visit = {at, row};
			at -= Math.round(between(random, 2, 25)) * minute;
			return visit;
		});
		return {
			results: [
				{
					columns: [
						{name: 'VisitId', type: 'int'},
						{name: 'RegisteredAt', type: 'datetime2'},
						{name: 'Triage', type: 'int'},
						{name: 'Arrival', type: 'nvarchar'},
					],
					rows: visits.filter(visit => visit.at >= since).map(({row}) => row),
				},
			],
		};
	},
});
