import type {StoredProcedure} from './catalog.ts';
import {SqlError} from '../procedure.ts';
import type {Scope, Typed} from './scope.ts';
import {serverName} from '../tds/tokens.ts';
import {momentIn, readMoment, wallClock, writeMoment} from '../wall-clock.ts';

type SqlFunction = (scope: Scope, given: readonly Typed[]) => Typed;

const text = (value: string | null): Typed => ({type: 'nvarchar', value});
const int = (value: number | null): Typed => ({type: 'int', value});

const localNow: SqlFunction = ({now, session}) => ({type: 'datetime', value: wallClock(now, session.timeZone)});
const user: SqlFunction = ({session}) => text(session.user);
const inDatabase: SqlFunction = () => text('dbo');

const stored = ({session}: Scope, name: Typed | undefined): StoredProcedure | undefined => {
	try {
		return session.catalog.find(String(name?.value ?? ''), session.database);
	} catch {
		return undefined;
	}
};

const parts: Readonly<Record<string, (moment: string, offset: number) => number>> = {
	tzoffset: (_, offset) => offset,
	tz: (_, offset) => offset,
	year: moment => Number(moment.slice(0, 4)),
	month: moment => Number(moment.slice(5, 7)),
	day: moment => Number(moment.slice(8, 10)),
	hour: moment => Number(moment.slice(11, 13)),
	minute: moment => Number(moment.slice(14, 16)),
	second: moment => Number(moment.slice(17, 19)),
};

/** The variables that every session has, in lower case. */
export const globals: Readonly<Record<string, (scope: Scope) => Typed>> = {
	'@@version': () => text('Microsoft SQL Server 2022 (practice server of mlops-tui) - 16.0.1000'),
	'@@servername': () => text(serverName),
	'@@spid': ({session}) => int(session.id),
	'@@language': () => text('us_english'),
	'@@trancount': ({session}) => int(session.transactions),
};

/** The functions, in lower case. */
export const functions: Readonly<Record<string, SqlFunction>> = {
	sysdatetimeoffset: ({now, session}) => ({
		type: 'datetimeoffset',
		value: writeMoment(momentIn(now, session.timeZone)),
	}),
	sysdatetime: ({now, session}) => ({type: 'datetime2', value: wallClock(now, session.timeZone)}),
	sysutcdatetime: ({now}) => ({type: 'datetime2', value: wallClock(now, 'UTC')}),
	getdate: localNow,
	'current_timestamp without parentheses': localNow,
	getutcdate: ({now}) => ({type: 'datetime', value: wallClock(now, 'UTC')}),
	datepart: (_, [unit, moment]) => {
		const name = String(unit?.value).toLowerCase();
		const read = parts[name];
		if (!read) {
			throw new SqlError({number: 155, class: 15, message: `'${name}' is not a recognized datepart option.`});
		}

		if (typeof moment?.value !== 'string') {
			return int(null);
		}

		return int(read(writeMoment({...readMoment(moment.value)}), readMoment(moment.value).offsetMinutes ?? 0));
	},
	db_name: ({session}) => text(session.database),
	db_id: ({session}, [name]) => int(name && session.catalog.database(String(name.value)) === undefined ? null : 5),
	suser_sname: user,
	suser_name: user,
	original_login: user,
	'system_user without parentheses': user,
	user_name: inDatabase,
	'current_user without parentheses': inDatabase,
	// A login does not see what it may do nothing with.
	// https://learn.microsoft.com/sql/relational-databases/security/metadata-visibility-configuration
	object_id: (scope, [name, type]) => {
		const found = stored(scope, name);
		const wanted = type === undefined || /^P\s*$/i.test(String(type.value));
		return int(found && !found.denied && wanted ? found.id : null);
	},
	has_perms_by_name: (scope, [name, kind, permission]) => {
		const found = stored(scope, name);
		const known = /^object$/i.test(String(kind?.value)) && /^(execute|any)$/i.test(String(permission?.value));
		return int(found && known ? Number(!found.denied) : null);
	},
	nchar: (_, [code]) =>
		text(code === undefined || code.value === null ? null : String.fromCharCode(Number(code.value))),
	isnull: (_, [value, instead]) => (value?.value === null ? (instead ?? value) : (value ?? int(null))),
};
