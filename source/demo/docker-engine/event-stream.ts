import {eventLine, type Event} from './event-book.ts';
import {open, type Exchange} from './exchange.ts';
import {eventFilters, matchesEvent, parseFilters} from './filters.ts';
import {parseTimestamp, type Moment} from './moment.ts';
import {Refusal} from './refusal.ts';

/** Bytes waiting for a reader that does not read; what comes beyond them is lost to it, as with the real Engine. */
const patience = 1024 ** 2;

const timestamp = (query: URLSearchParams, name: string): Moment | undefined => {
	const moment = parseTimestamp(query.get(name));
	if (moment === 'invalid')
		throw new Refusal(400, `strconv.ParseInt: parsing ${JSON.stringify(query.get(name))}: invalid syntax`);
	return moment;
};

/** `GET /events`: the remembered ones since `since`, then what happens until `until` or for ever. */
export const streamEvents = ({world, query, response, signal}: Exchange): void => {
	const filters = parseFilters(query.get('filters'), eventFilters);
	const since = timestamp(query, 'since');
	const until = timestamp(query, 'until');
	open(response, 'application/json');
	const write = (event: Event) => {
		if (matchesEvent(event, filters) && response.writableLength < patience) response.write(eventLine(event));
	};
	if (since !== undefined || until !== undefined)
		for (const event of world.events.recent())
			if (event.timeNano >= (since ?? event.timeNano) && event.timeNano <= (until ?? event.timeNano)) write(event);
	const left = until === undefined ? undefined : Number(until - world.now()) / 1e6;
	if (left !== undefined && left <= 0) {
		response.end();
		return;
	}
	const unsubscribe = world.events.subscribe(write);
	const timer = left === undefined ? undefined : setTimeout(() => response.end(), Math.min(left, 2 ** 31 - 1));
	signal.addEventListener('abort', () => {
		unsubscribe();
		clearTimeout(timer);
	});
};
