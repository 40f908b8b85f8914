import {createHash} from 'node:crypto';
import type {DataConfig} from '../config/config.ts';

/**
 * A short digest of what a check looks at and how its timestamp is read. A check of the same name that looks at something else has another
 * one, since what was seen of the one says nothing about the other. How it is reached, its login and its limit make no difference.
 */
export const subjectOf = ({
	server,
	port,
	instance,
	database,
	procedure,
	parameters,
	timestampColumn,
	timestampParameter,
	returnValue,
	timezone,
}: DataConfig): string => {
	const subject = [
		server,
		instance ?? port,
		database,
		procedure,
		Object.entries(parameters).toSorted(([one], [other]) => (one < other ? -1 : 1)),
		timestampColumn ?? null,
		timestampParameter ?? null,
		returnValue ?? null,
		timezone ?? null,
	];
	return createHash('sha256').update(JSON.stringify(subject)).digest('hex').slice(0, 12);
};
