import type {ServerClock, Session} from '../session.ts';

const clockQuery =
	'SELECT SYSDATETIMEOFFSET() AS now, DATEPART(TZOFFSET, SYSDATETIMEOFFSET()) AS offsetMinutes, DB_NAME() AS db';

/** Asks SQL Server for its clock, and for the database it is in. */
export const readClock = (session: Session): Promise<ServerClock> =>
	session.run(async request => {
		const {recordset} = await request.query<{now: unknown; offsetMinutes: unknown; db: unknown}>(clockQuery);
		const {now, offsetMinutes, db} = recordset[0] ?? {};
		if (!(now instanceof Date) || typeof offsetMinutes !== 'number' || typeof db !== 'string')
			throw new TypeError('its clock could not be read');
		return {now, offset: offsetMinutes, database: db};
	});
