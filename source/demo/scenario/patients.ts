import type {Procedure} from '../sql-server/procedure.ts';
import {between, createRandom, wholeBetween} from './random.ts';
import {minute} from './scenario.ts';

/** As many as a prediction looks back on. */
const rowCount = 128;

/** `dbo.GetLatestPatientData`: the last visits to the emergency room, of which the newest was registered at `newestAt` the time it is asked. */
export const patientData = (newestAt: (now: Date) => Date): Procedure => ({
	run({now, wallClock}) {
		const random = createRandom(7);
		let at = newestAt(now).getTime();
		const rows = Array.from({length: rowCount}, (_, index) => {
			const row = [
				90_412 - index,
				wallClock(new Date(at)),
				wholeBetween(random, 1, 5),
				index % 3 === 0 ? 'ambulance' : 'walk-in',
			];
			at -= Math.round(between(random, 2, 25)) * minute;
			return row;
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
					rows,
				},
			],
		};
	},
});
