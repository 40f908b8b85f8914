import {hostInverseOf, hostPatternOf, hostRawPatternOf} from '../../../parse/ere/host-pattern.ts';
import {errorStated} from '../../../parse/errors/error-test.ts';
import {tracebackLine, tracebackStart} from '../../../parse/errors/traceback-lines.ts';
import type {ScanRequest} from './scan-request.ts';

/** Lines behind one that was found that are looked at whether they belong to its traceback: deeper ones are cut there. */
export const afterTraceback = 2000;

/** What a request looks for, as the host is asked. */
export type HostExpressions = {
	readonly pattern: string;
	/** Whether what is asked for can be told from what the host says: it matches nothing that the pattern does not match. */
	readonly exact: boolean;
	/** What may begin an error that the pattern does not match: a traceback, and a line that states it. */
	readonly errorStart: string;
	readonly tracebackLine: string;
	/** All that grep looks for at once. */
	readonly find: string;
	readonly inverse: boolean;
};

const ereOf = (pattern: RegExp): string => hostRawPatternOf(pattern)?.ere ?? '.*';
const starts = [tracebackStart, errorStated].map(ereOf).join('|');
const belongs = ereOf(tracebackLine);

/** Undefined where the host could only answer with nearly every line. */
export const expressionsOf = ({
	pattern,
	inverse = false,
	tracebacks = false,
}: ScanRequest): HostExpressions | undefined => {
	const {ere: wanted, exact} = inverse
		? {ere: hostInverseOf(pattern), exact: true}
		: (hostPatternOf(pattern) ?? {ere: undefined, exact: false});
	if (wanted === undefined) return undefined;
	const find = tracebacks && !inverse ? `${wanted}|${starts}` : wanted;
	return {pattern: wanted, exact, errorStart: starts, tracebackLine: belongs, find, inverse};
};
