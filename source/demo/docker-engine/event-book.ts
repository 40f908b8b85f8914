import type {Container} from './container.ts';
import {digest} from './container.ts';
import type {Moment} from './moment.ts';
import {secondsOf} from './moment.ts';

/** An event as the Engine writes it. */
export type Event = {
	readonly status?: string;
	readonly id?: string;
	readonly from?: string;
	readonly Type: 'container' | 'network';
	readonly Action: string;
	readonly Actor: {readonly ID: string; readonly Attributes: Readonly<Record<string, string>>};
	readonly scope: 'local';
	readonly time: number;
	readonly timeNano: Moment;
};

/** What happened to a container, with the labels that Docker puts into every event's attributes. */
export const containerEvent = (
	{id, name, spec}: Container,
	action: string,
	at: Moment,
	more: Readonly<Record<string, string>> = {},
): Event => ({
	status: action,
	id,
	from: spec.image,
	Type: 'container',
	Action: action,
	Actor: {ID: id, Attributes: {...spec.labels, ...more, image: spec.image, name}},
	scope: 'local',
	time: secondsOf(at),
	timeNano: at,
});

/** A container joining or leaving its network. */
export const networkEvent = ({id, spec}: Container, action: 'connect' | 'disconnect', at: Moment): Event => ({
	Type: 'network',
	Action: action,
	Actor: {ID: digest(`network ${spec.network}`), Attributes: {container: id, name: spec.network, type: 'bridge'}},
	scope: 'local',
	time: secondsOf(at),
	timeNano: at,
});

/** JSON with the nanoseconds as the number they are; JavaScript's own numbers cannot hold them. */
export const eventLine = (event: Event): string =>
	`${JSON.stringify({...event, timeNano: 0}).replace(/"timeNano":0\}$/, `"timeNano":${event.timeNano}}`)}\n`;

/** The last events, and whoever wants the next ones. */
export type EventBook = {
	emit(event: Event): void;
	recent(): readonly Event[];
	subscribe(listener: (event: Event) => void): () => void;
};

/** The Engine replays at most 256 events. https://github.com/moby/moby/blob/v20.10.24/daemon/events/events.go#L14 */
const capacity = 256;

export const createEventBook = (): EventBook => {
	const events: Event[] = [];
	const listeners = new Set<(event: Event) => void>();
	return {
		emit(event) {
			events.push(event);
			if (events.length > capacity) events.shift();
			for (const listener of listeners) listener(event);
		},
		recent: () => events,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
};
