import type {Owner} from '../../domain/data/cause.ts';
import {inOneSentence, problemIn, type Problem} from '../../domain/problem.ts';
import {RowsCancelledError, RowsError, type ProcedureRows} from '../../domain/data/procedure-rows.ts';
import {countInWords, plural, spanInWords} from '../../domain/words.ts';
import type {Engine} from '../../engine/engine.ts';
import type {Section} from '../../store/session.ts';
import type {Binding} from '../../keys/keymap.ts';
import {auditedOf, callKeys, callOf, noConnection, statementOf, type Call} from './call.ts';
import type {DetailsContext, DetailsSpec, Tools} from '../spec.ts';

/** How a call that somebody made stands. */
export type Look = {readonly call: Call} & (
	| {readonly state: 'running'; readonly since: Date; cancel(): void}
	| {readonly state: 'cancelled'; readonly how: string}
	| {readonly state: 'failed'; readonly problem: Problem; readonly owner?: Owner | undefined}
	| {readonly state: 'shown'; readonly answer: ProcedureRows}
);

const interrupted: Problem = {
	what: 'The rows were not read',
	why: 'the connection was lost while the procedure ran',
	next: 'press r to run it again',
};

/** Rows that somebody saw without a trace would be worse than none. */
const notWrittenDown = ({what, why, next}: Problem): Problem => ({
	what: 'The rows are not shown',
	why: `looking at them has to be written down: ${what} (${why})`,
	next,
});

const shownInWords = ({rows, total}: ProcedureRows): string =>
	rows.length < total
		? `first ${countInWords(rows.length)} of ${plural(total, 'row')} shown`
		: `${plural(total, 'row')} shown`;

/** Runs the procedure once, and writes down who looked at what: rows are about patients. */
async function* look(
	call: Call,
	{now, writeDown}: Pick<Tools, 'now' | 'writeDown'>,
	engine: Engine,
	signal: AbortSignal,
): AsyncGenerator<Look> {
	const since = now();
	const cancelling = new AbortController();
	const ended = (outcome: string): Promise<Problem | undefined> => writeDown({command: auditedOf(call), outcome});
	yield {call, state: 'running', since, cancel: () => cancelling.abort()};
	try {
		const over = AbortSignal.any([signal, cancelling.signal]);
		const answer = await engine.data.rows(call.config.name, call.parameters, over);
		const unwritten = await ended(shownInWords(answer));
		if (unwritten === undefined) yield {call, state: 'shown', answer};
		else yield {call, state: 'failed', problem: notWrittenDown(unwritten)};
	} catch (error) {
		if (error instanceof RowsCancelledError) {
			const how = signal.aborted ? error.how.replace(/^cancelled/, 'left') : error.how;
			await ended(`no rows shown: ${how}`);
			signal.throwIfAborted();
			yield {call, state: 'cancelled', how};
			return;
		}
		const problem = problemIn(error);
		await ended(`no rows shown: ${inOneSentence(problem)}`);
		signal.throwIfAborted();
		yield {call, state: 'failed', problem, owner: error instanceof RowsError ? error.owner : undefined};
	}
}

/** Names as keys of a table's rows: each once, and none that is a number, which would be put first. */
const distinct = (names: readonly string[]): readonly string[] => {
	const taken = new Set<string>();
	return names.map(name => {
		const own = /^\d+$/.test(name) ? `[${name}]` : name;
		let free = own;
		for (let number = 2; taken.has(free); number++) free = `${own} (${number})`;
		taken.add(free);
		return free;
	});
};

const tableOf = (answer: ProcedureRows): readonly Section[] => {
	if (answer.rows.length === 0) return [];
	const names = distinct(answer.columns);
	if (names.length === 0) return [];
	const rows = answer.rows.map(row => Object.fromEntries(names.map((name, index) => [name, row[index] ?? 'NULL'])));
	const heading =
		answer.rows.length < answer.total
			? `The first ${countInWords(answer.rows.length)} rows, in the order they came`
			: 'In the order they came';
	return [{kind: 'table', heading, rows}];
};

const columnsInWords = ({withheld, absent}: ProcedureRows): readonly string[] => [
	...(withheld.length === 0
		? []
		: [
				`${plural(withheld.length, 'column')} not shown (${withheld.join(', ')}): name them under columns: in the config to see them`,
			]),
	...(absent.length === 0 ? [] : [`the config names what the answer does not have: ${absent.join(', ')}`]),
];

/** What came back beside the rows, and how long that took. */
const answerInWords = (answer: ProcedureRows): readonly string[] => {
	const {resultSets, returnValue, output, ms} = answer;
	const more = resultSets > 1 ? `, of one of ${resultSets} result sets` : '';
	return [
		resultSets === 0 ? 'No result set came back' : `${plural(answer.total, 'row')}${more}`,
		...columnsInWords(answer),
		...output.map(({name, value}) => `@${name} = ${value ?? 'NULL'}`),
		[
			...(returnValue === undefined ? [] : [`return value ${returnValue}`]),
			`took ${ms < 1000 ? `${Math.round(ms)} ms` : spanInWords(ms)}`,
		].join(' · '),
	];
};

/** A call as it reads now. */
export const lookSections = (seen: Look, now: Date): readonly Section[] => {
	const heading = statementOf(seen.call);
	switch (seen.state) {
		case 'running':
			return [
				{
					kind: 'text',
					heading,
					lines: [`Running, ${spanInWords(now.getTime() - seen.since.getTime())}; Esc cancels it`],
				},
			];
		case 'cancelled':
			return [{kind: 'text', heading, lines: [`No rows to show: ${seen.how}`]}];
		case 'failed': {
			const {what, why, next} = seen.problem;
			return [
				{kind: 'text', heading, lines: []},
				{
					kind: 'text',
					heading: what,
					lines: [`Why: ${why}`, ...(seen.owner === undefined ? [] : [`Who: ${seen.owner}`]), `Next: ${next}`],
				},
			];
		}
		case 'shown':
			return [{kind: 'text', heading, lines: answerInWords(seen.answer)}, ...tableOf(seen.answer)];
	}
};

/** In place of the rows that are shown. */
const showInstead = (call: Call, context: DetailsContext<Look>): void => {
	context.back();
	showRows(call, context);
};

/** While the procedure runs Esc ends that, and only then leaves. */
export const rowKeys: NonNullable<DetailsSpec<Look>['bindings']> = [
	{
		keys: ['r'],
		label: 'run it again',
		short: 'again',
		blocked: ({seen, engine}) =>
			seen?.state === 'running' ? 'it is running' : engine === undefined ? 'there is no connection' : undefined,
		run(context) {
			if (context.seen !== undefined) showInstead(context.seen.call, context);
		},
	},
	...callKeys<DetailsContext<Look>>({call: ({seen}) => seen?.call, show: showInstead}),
	{
		keys: ['esc'],
		label: 'cancel the procedure',
		short: 'cancel',
		when: ({seen}) => seen?.state === 'running',
		run({seen}) {
			if (seen?.state === 'running') seen.cancel();
		},
	},
];

/** Makes a call and shows the rows it brings, once: after a lost connection somebody has to ask for them again. */
export function showRows(
	call: Call,
	{openDetails, now, writeDown}: Pick<Tools, 'openDetails' | 'now' | 'writeDown'>,
): void {
	let begun = false;
	openDetails<Look>({
		title: `${call.config.name} · rows`,
		async *watch(engine, signal) {
			if (begun) {
				yield {call, state: 'failed', problem: interrupted};
				return;
			}
			begun = true;
			yield* look(call, {now, writeDown}, engine, signal);
		},
		sections: lookSections,
		ticks: ({state}) => state === 'running',
		bindings: rowKeys,
	});
}

/** Seeing the rows of a check. */
export const rowsKeys = <Context extends Tools>(
	checkOf: (context: Context) => {readonly name: string} | undefined,
): ReadonlyArray<Binding<Context>> => {
	const call = (context: Context): Call | undefined => callOf(checkOf(context), context);
	return [
		{
			keys: ['v'],
			label: 'rows',
			blocked: context => (call(context) === undefined ? 'no check is selected' : noConnection(context)),
			run(context) {
				const made = call(context);
				if (made !== undefined) showRows(made, context);
			},
		},
		...callKeys<Context>({call, show: showRows}),
	];
};
