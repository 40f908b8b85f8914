/** The four answers of a check. `unknown` could not be determined: it is never counted as ok, nor as failed. */
export type Status = 'ok' | 'warning' | 'critical' | 'unknown';

const badness: Readonly<Record<Status, number>> = {ok: 0, unknown: 1, warning: 2, critical: 3};

/** How far up a row belongs: faults first, and what is unknown above what is well. */
export const severity = (status: Status): number => badness[status];

/**
 * The status of the whole, given its parts: critical if any is, then warning, then unknown. Nothing at all is unknown,
 * since nothing was seen to be well.
 */
export const worst = (statuses: readonly Status[]): Status =>
	statuses.length === 0
		? 'unknown'
		: statuses.reduce((worse, status) => (badness[status] > badness[worse] ? status : worse), 'ok');

/** Exit codes of the Nagios plugin convention: https://nagios-plugins.org/doc/guidelines.html#AEN78 */
export const exitCode: Readonly<Record<Status, number>> = {ok: 0, warning: 1, critical: 2, unknown: 3};
