import type {ReturnMeaning} from '../../../config/config.ts';
import type {Answer} from '../../../domain/data/newest.ts';
import {withSchema} from '../../../domain/data/procedure-name.ts';
import {spanInWords} from '../../../domain/words.ts';
import {without, type Finding} from '../finding.ts';
import type {ServerClock} from '../session.ts';
import type {Subject} from '../subject.ts';
import type {Walk} from '../walk.ts';
import {ageKnown} from './age.ts';

const minute = 60_000;

/** Milliseconds. */
const units: Readonly<Record<Exclude<ReturnMeaning, 'status'>, number>> = {
	seconds: 1000,
	minutes: minute,
	hours: 60 * minute,
	days: 24 * 60 * minute,
};

/** What a procedure usually returns when it could not do what it was called for. */
const failure = -1;

/** What a return value says about the data where the config makes it the answer: fresh or not, or how old. */
export const concludeReturnValue = (
	{returnValue}: Answer,
	meaning: ReturnMeaning,
	clock: ServerClock,
	subject: Subject,
	walk: Walk,
): Finding => {
	walk.passed('rows', 'not looked at, the answer is the return value');
	walk.enter('timestamp');
	if (returnValue === undefined) return noValue(subject);
	walk.passed('timestamp', `return value ${returnValue}${meaning === 'status' ? '' : `, in ${meaning}`}`);
	walk.enter('age');
	return meaning === 'status'
		? ofStatus(returnValue, subject)
		: ofAge(returnValue, returnValue * units[meaning], clock, subject);
};

const noValue = ({config}: Subject): Finding =>
	without('timestamp', 'failed', 'returned', 'no return value came', {
		what: `Cannot tell how old ${config.name} is`,
		why: `${withSchema(config.procedure)} ended without a return value`,
		next: 'check that it ends with RETURN, or name another answer than `returnValue` in the config',
	});

const ofStatus = (returned: number, {config}: Subject): Finding =>
	returned === 0
		? {
				step: 'age',
				verdict: 'fresh',
				cause: undefined,
				evidence: 'return value 0 stands for fresh',
				age: undefined,
				newest: undefined,
				problem: undefined,
			}
		: without('age', 'stale', 'returned', `return value ${returned} stands for stale`, {
				what: `${config.name} is stale`,
				why: `${withSchema(config.procedure)} itself says so: it returned ${returned}, and only 0 stands for fresh`,
				next: `ask why no newer rows arrive: whoever fills ${config.database} owns the import`,
			});

/** @param age in milliseconds */
const ofAge = (returned: number, age: number, {now}: ServerClock, subject: Subject): Finding => {
	const {config} = subject;
	if (returned === failure)
		return without('age', 'failed', 'returned', `returned ${returned}, which is no age`, {
			what: `Cannot tell how old ${config.name} is`,
			why: `${withSchema(config.procedure)} returned ${returned}, which most often stands for a failure and is no age`,
			next: 'ask whoever owns the procedure what it means, or run it in SQL Server Management Studio',
		});
	if (age < 0) {
		const ahead = spanInWords(-age);
		return without('age', 'uncertain', 'future', `return value ${returned}: ${ahead} in the future`, {
			what: `Cannot tell how old ${config.name} is`,
			why: `${withSchema(config.procedure)} returned ${returned}, an age of less than nothing`,
			next: 'check how the procedure computes it: local time minus UTC, or the other way round, most often',
		});
	}
	const verdict = age > config.maxAge ? 'stale' : 'fresh';
	const judged = {
		verdict,
		age,
		otherAge: undefined,
		newest: new Date(now.getTime() - age),
		turnsIn: verdict === 'fresh' ? config.maxAge - age : undefined,
	} as const;
	const data = {name: 'data', kind: 'instant', newest: judged.newest} as const;
	// An age in whole minutes or days is no timestamp.
	return {...ageKnown(judged, data, {kind: 'utc'}, subject), newest: undefined};
};
