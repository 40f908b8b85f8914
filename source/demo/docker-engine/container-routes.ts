import {answerEmpty, answerJson, isTrue, type Route} from './exchange.ts';
import {checkStates, containerFilters, matchesContainer, parseFilters} from './filters.ts';
import {inspection} from './inspection.ts';
import {listRow} from './list-row.ts';
import {streamLogs} from './log-stream.ts';
import {Refusal} from './refusal.ts';
import {streamStats} from './stats-stream.ts';
import {streamWait} from './wait-stream.ts';

/** The `t` of stop and restart: seconds, in milliseconds here. */
const graceIn = (query: URLSearchParams): number | undefined => {
	const seconds = query.get('t');
	return seconds === null || seconds === '' ? undefined : Number(seconds) * 1000;
};

const signals: Readonly<Record<string, number>> = {
	HUP: 1,
	INT: 2,
	QUIT: 3,
	ABRT: 6,
	KILL: 9,
	USR1: 10,
	USR2: 12,
	TERM: 15,
};

const signalNumber = (text: string): number => {
	const number = /^\d+$/.test(text) ? Number(text) : signals[text.toUpperCase().replace(/^SIG/, '')];
	if (number === undefined) throw new Refusal(400, `Invalid signal: ${text}`);
	return number;
};

const post = (action: string, handle: Route['handle']): Route => ({
	method: 'POST',
	path: new RegExp(String.raw`^/containers/([^/]+)/${action}$`),
	handle,
});

const get = (what: string, handle: Route['handle']): Route => ({
	method: 'GET',
	path: new RegExp(String.raw`^/containers/([^/]+)/${what}$`),
	handle,
});

export const containerRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: /^\/containers\/json$/,
		handle({world, query, response}) {
			const filters = parseFilters(query.get('filters'), containerFilters);
			checkStates(filters);
			// Asking for a state is asking for those that do not run as well.
			const all = isTrue(query, 'all') || filters.has('status') || filters.has('exited');
			const limit = Number(query.get('limit') ?? 0);
			const found = world
				.containers()
				.filter(
					container => (all || limit > 0 || container.status === 'running') && matchesContainer(container, filters),
				);
			const now = world.now();
			answerJson(
				response,
				200,
				found.slice(0, limit > 0 ? limit : found.length).map(container => listRow(container, now)),
			);
		},
	},
	get('json', ({world, reference, response}) => answerJson(response, 200, inspection(world.find(reference)))),
	get('logs', streamLogs),
	get('stats', streamStats),
	post('start', ({world, reference, response}) => answerEmpty(response, world.start(reference))),
	post('stop', async ({world, reference, query, response}) =>
		answerEmpty(response, await world.stop(reference, graceIn(query))),
	),
	post('restart', async ({world, reference, query, response}) => {
		await world.restart(reference, graceIn(query));
		answerEmpty(response);
	}),
	post('kill', ({world, reference, query, response}) => {
		world.kill(reference, signalNumber(query.get('signal') ?? 'KILL'));
		answerEmpty(response);
	}),
	post('wait', streamWait),
	post('rename', ({world, reference, query, response}) => {
		world.rename(reference, query.get('name') ?? '');
		answerEmpty(response);
	}),
	{
		method: 'DELETE',
		path: /^\/containers\/([^/]+)$/,
		handle({world, reference, query, response}) {
			world.remove(reference, {force: isTrue(query, 'force')});
			answerEmpty(response);
		},
	},
];
