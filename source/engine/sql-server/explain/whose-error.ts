import {withSchema} from '../../../domain/data/procedure-name.ts';
import type {ServerMessage, Subject} from '../subject.ts';

/** `dbo.Get`, `[ER].[dbo].[Get]`, and any other word. */
const names = /(?:\[[^\]]+\]|[\p{L}_#][\p{L}\p{N}_$#@]*)(?:\.(?:\[[^\]]+\]|[\p{L}_#][\p{L}\p{N}_$#@]*))*/gu;

/** As SQL Server usually compares names; it leaves out the schema in some places. */
const isProcedureOf = ({config}: Subject, name: string): boolean => {
	const written = name
		.toLowerCase()
		.split('.')
		.map(part => part.replaceAll(/^\[|\]$/g, ''))
		.slice(-2);
	const ours = withSchema(config.procedure).toLowerCase().split('.');
	return written.join('.') === ours.slice(-written.length).join('.');
};

/** Whether a text names the procedure of the check, not another one that it calls. */
export const isAboutProcedure = (subject: Subject, {message}: ServerMessage): boolean =>
	[...message.matchAll(names)].some(([name]) => isProcedureOf(subject, name));

/**
 * Whether an error was reported of the call itself, before a line of the procedure's body ran: its name, with no line (0, or 1 where lines
 * are counted from there). What is not told is taken for so.
 */
export const isOfCall = (subject: Subject, {procedure = '', line = 0}: ServerMessage): boolean =>
	line <= 1 && (procedure === '' || isProcedureOf(subject, procedure));
