import type {Outcome} from '../../domain/action.ts';
import {exitMeaning} from '../../domain/service.ts';
import {countInWords, plural, spanInWords} from '../../domain/words.ts';
import type {Fate} from './fate.ts';

/** What is known of one restarted container. Times in milliseconds from when the restart was asked for. */
export type Account = {
	readonly wasDown: boolean;
	/** When Docker said it runs again; undefined while it has not. */
	readonly restartedAfter: number | undefined;
	readonly fate: Fate;
	/** When its fate was settled, or how long it has been watched. */
	readonly after: number;
	/** Error lines since the restart; undefined when they could not be counted, or not yet. */
	readonly errors: ErrorCount | undefined;
};

/** How many errors were found in output, and whether all of it was read. */
export type ErrorCount = {readonly count: number; readonly isComplete: boolean};

/** Worst first: of a service with several containers the worst speaks. */
const badness: Readonly<Record<Fate['kind'], number>> = {
	gone: 7,
	'not started': 6,
	exited: 5,
	unhealthy: 4,
	waiting: 3,
	finished: 2,
	'stayed up': 1,
	healthy: 0,
};

/** Whole seconds, and never 0s for what took some time. */
const span = (ms: number): string => spanInWords(Math.ceil(ms / 1000) * 1000);

const exitInWords = ({code, outOfMemory}: Extract<Fate, {kind: 'exited'}>): string => {
	if (code === undefined) return '';
	const meaning = exitMeaning(code, outOfMemory);
	return ` (exit ${code}${meaning === undefined ? '' : `, ${meaning}`})`;
};

const fateInWords = (name: string, {wasDown, restartedAfter, fate, after}: Account): string => {
	const restarted = restartedAfter === undefined ? name : `${name} restarted in ${span(restartedAfter)}`;
	const again = wasDown ? ' again' : '';
	switch (fate.kind) {
		case 'healthy':
			return `${restarted} · healthy in ${span(after)}`;
		case 'stayed up':
			return `${restarted} · still up after ${spanInWords(after - (restartedAfter ?? 0))}`;
		case 'finished':
			return `${restarted} · finished${fate.ms === undefined ? '' : ` after ${span(fate.ms)}`} (exit 0)`;
		case 'unhealthy':
			return `${restarted} · unhealthy after ${span(after)}`;
		case 'exited':
			return fate.ms === undefined
				? `${name} exited${again}${exitInWords(fate)} and Docker started it once more`
				: `${name} exited${again} after ${span(fate.ms)}${exitInWords(fate)}`;
		case 'not started':
			return `${name} did not start: ${fate.why}`;
		case 'gone':
			return `${name} was removed meanwhile`;
		case 'waiting':
			return fate.until === 'restarted'
				? `${name}: outcome unknown: no restart was seen for ${span(after)}`
				: `${restarted} · still starting after ${countInWords(Math.round(after / 1000))}s`;
	}
};

const worstOf = (accounts: readonly Account[]): Account | undefined =>
	accounts.toSorted((one, other) => badness[other.fate.kind] - badness[one.fate.kind] || other.after - one.after)[0];

const isGood = ({fate}: Account): boolean => badness[fate.kind] <= badness.finished;

const errorsInWords = (counts: ReadonlyArray<ErrorCount | undefined>): string => {
	const sum = counts.reduce((total, errors) => total + (errors?.count ?? 0), 0);
	const found = plural(sum, 'new error');
	if (counts.every(errors => errors?.isComplete === true)) return found;
	return sum === 0 ? 'its errors could not be counted' : `at least ${found}`;
};

/** What was seen in the end: `mlflow restarted in 3s · healthy in 11s · 0 new errors`. */
export const resultOf = (name: string, accounts: readonly Account[]): Outcome => {
	const worst = worstOf(accounts);
	if (worst === undefined) return {text: `${name} has no container`, tone: 'bad'};
	const text = fateInWords(name, worst);
	return isGood(worst)
		? {text: `${text} · ${errorsInWords(accounts.map(({errors}) => errors))}`, tone: 'good'}
		: {text, tone: 'bad'};
};

/** What has been seen of it so far, and what is being waited for; undefined while there is nothing to tell. */
export const progressOf = (name: string, accounts: readonly Account[]): Outcome | undefined => {
	const worst = worstOf(accounts);
	if (worst !== undefined && accounts.every(({fate}) => fate.kind !== 'waiting')) {
		return {text: fateInWords(name, worst), tone: 'progress'};
	}

	const slowest = Math.max(...accounts.map(({restartedAfter}) => restartedAfter ?? Number.POSITIVE_INFINITY));
	if (!Number.isFinite(slowest)) return undefined;
	const waiting = new Set(accounts.flatMap(({fate}) => (fate.kind === 'waiting' ? [fate.until] : [])));
	const text = `${name} restarted in ${span(slowest)}`;
	if (waiting.has('healthy')) return {text: `${text} · waiting for its health check`, tone: 'progress'};
	if (waiting.has('stayed up')) return {text: `${text} · watching whether it stays up`, tone: 'progress'};
	return {text, tone: 'progress'};
};
