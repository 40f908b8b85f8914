import type {Procedure} from '../sql-server/procedure.ts';
import {createRandom, wholeBetween} from './random.ts';
import {minute} from './scenario.ts';

const wards = ['Acute medicine', 'Cardiology', 'Intensive care', 'Observation', 'Orthopaedics', 'Surgery'];
const interval = 15 * minute;

/** `dbo.GetFreeBeds`: what each ward reported last, as all of them do every quarter of an hour. */
export const freeBeds: Procedure = {
	parameters: ['Department'],
	run({now}) {
		const newest = Math.floor(now.getTime() / interval) * interval;
		const random = createRandom(newest / interval);
		return {
			results: [
				{
					columns: [
						{name: 'Ward', type: 'nvarchar'},
						{name: 'Free', type: 'int'},
						{name: 'ReportedAt', type: 'datetimeoffset'},
					],
					rows: wards.map(ward => [
						ward,
						wholeBetween(random, 0, 9),
						// Not before it was time, nor later than it is.
						new Date(Math.min(newest + wholeBetween(random, 5, 50) * 1000, now.getTime())),
					]),
				},
			],
		};
	},
};
