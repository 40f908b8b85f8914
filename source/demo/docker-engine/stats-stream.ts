import {answerJson, isTrue, open, type Exchange} from './exchange.ts';
import {measurement} from './measurement.ts';
import type {Moment} from './moment.ts';

const second = 1_000_000_000n;

/** `GET /containers/{id}/stats`: one measurement, or one a second for as long as the container is there. */
export const streamStats = ({world, reference, query, response, signal}: Exchange): void => {
	const {id} = world.find(reference);
	if (!isTrue(query, 'stream', true)) {
		const at = world.now();
		const before = isTrue(query, 'one-shot') ? undefined : at - second;
		answerJson(response, 200, measurement(world.find(id), world.host, at, before));
		return;
	}
	open(response, 'application/json');
	let before: Moment | undefined;
	const write = () => {
		const at = world.now();
		response.write(`${JSON.stringify(measurement(world.find(id), world.host, at, before))}\n`);
		before = at;
	};
	write();
	// A reader that does not read misses measurements rather than collecting them.
	const timer = setInterval(() => {
		if (!response.writableNeedDrain) write();
	}, 1000);
	const unsubscribe = world.events.subscribe(event => {
		if (event.id === id && event.Action === 'destroy') response.end();
	});
	signal.addEventListener('abort', () => {
		clearInterval(timer);
		unsubscribe();
	});
};
