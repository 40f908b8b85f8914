import type {Container} from './container.ts';
import type {Event} from './event-book.ts';
import {Refusal} from './refusal.ts';

/** The `filters` of a query: key to the values of which one must match (for labels: all). */
export type Filters = ReadonlyMap<string, readonly string[]>;

const valuesOf = (value: unknown): string[] => {
	if (Array.isArray(value)) return value.map(String);
	// The CLI still sends the older form, {"value": true}.
	if (typeof value === 'object' && value !== null) return Object.keys(value);
	throw new Refusal(500, 'json: cannot unmarshal filters');
};

const parse = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Refusal(500, error instanceof Error ? error.message : String(error));
	}
};

/** Reads the `filters` parameter; a key that is not among `known` is refused as the Engine does. */
export const parseFilters = (text: string | null, known: ReadonlySet<string>): Filters => {
	const parsed = text === null || text === '' ? {} : parse(text);
	if (typeof parsed !== 'object' || parsed === null) throw new Refusal(500, 'json: cannot unmarshal filters');
	const filters = new Map(Object.entries(parsed).map(([key, value]) => [key, valuesOf(value)]));
	for (const key of filters.keys()) if (!known.has(key)) throw new Refusal(400, `Invalid filter '${key}'`);
	return filters;
};

/** `key` or `key=value` of a label; all of them must be there. */
const haveLabels = (labels: Readonly<Record<string, string>>, wanted: readonly string[]): boolean =>
	wanted.every(pair => {
		const [key = '', ...value] = pair.split('=');
		return Object.hasOwn(labels, key) && (value.length === 0 || labels[key] === value.join('='));
	});

/** Whether the text contains a match, as Go's regular expressions would find; what does not compile must be equal. */
const matches = (text: string, pattern: string): boolean => {
	try {
		return new RegExp(pattern).test(text);
	} catch {
		return text === pattern;
	}
};

const any = (wanted: readonly string[] | undefined, test: (value: string) => boolean): boolean =>
	wanted === undefined || wanted.length === 0 || wanted.some(value => test(value));

export const containerFilters: ReadonlySet<string> = new Set([
	'ancestor',
	'exited',
	'health',
	'id',
	'label',
	'name',
	'network',
	'status',
]);

const states: ReadonlySet<string> = new Set([
	'created',
	'dead',
	'exited',
	'paused',
	'removing',
	'restarting',
	'running',
]);

/** Refuses states that Docker does not have: `Invalid filter 'status=zzz'`. */
export const checkStates = (filters: Filters): void => {
	for (const status of filters.get('status') ?? [])
		if (!states.has(status)) throw new Refusal(400, `Invalid filter 'status=${status}'`);
};

export const matchesContainer = ({id, name, spec, status, exitCode, health}: Container, filters: Filters): boolean =>
	haveLabels(spec.labels, filters.get('label') ?? []) &&
	any(filters.get('status'), value => value === status) &&
	any(filters.get('name'), value => matches(`/${name}`, value) || matches(name, value)) &&
	any(filters.get('id'), value => id.startsWith(value)) &&
	any(filters.get('health'), value => value === (health?.status ?? 'none')) &&
	any(filters.get('exited'), value => status === 'exited' && value === String(exitCode)) &&
	any(filters.get('ancestor'), value => value === spec.image) &&
	any(filters.get('network'), value => value === spec.network);

export const eventFilters: ReadonlySet<string> = new Set([
	'config',
	'container',
	'daemon',
	'event',
	'image',
	'label',
	'network',
	'node',
	'plugin',
	'scope',
	'secret',
	'service',
	'type',
	'volume',
]);

/** Names of events that carry more after a colon; with one of them in the filter Docker compares starts instead of wholes. */
const withDetail: ReadonlySet<string> = new Set(['health_status', 'exec_create', 'exec_start']);

/** https://github.com/moby/moby/blob/v20.10.24/daemon/events/filter.go#L22 */
export const matchesEvent = (event: Event, filters: Filters): boolean => {
	const {ID, Attributes} = event.Actor;
	const wanted = filters.get('event');
	const byStart = wanted?.some(action => withDetail.has(action)) ?? false;
	return (
		any(wanted, action => (byStart ? event.Action.startsWith(action) : event.Action === action)) &&
		any(filters.get('type'), type => type === event.Type) &&
		any(filters.get('scope'), scope => scope === event.scope) &&
		any(
			filters.get('container'),
			value => event.Type === 'container' && (ID.startsWith(value) || Attributes['name']?.startsWith(value) === true),
		) &&
		any(filters.get('network'), value => event.Type === 'network' && Attributes['name'] === value) &&
		any(filters.get('image'), value => event.Type === 'container' && Attributes['image'] === value) &&
		haveLabels(Attributes, filters.get('label') ?? [])
	);
};
