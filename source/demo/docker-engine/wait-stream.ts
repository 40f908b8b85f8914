import {open, type Exchange} from './exchange.ts';

/** `POST /containers/{id}/wait`: the head at once, the exit code when it is there. */
export const streamWait = ({world, reference, query, response, signal}: Exchange): void => {
	const {id, status, exitCode} = world.find(reference);
	const condition = query.get('condition') ?? 'not-running';
	open(response, 'application/json');
	const answer = (code: number) => response.end(`${JSON.stringify({Error: null, StatusCode: code})}\n`);
	if (condition === 'not-running' && status !== 'running') {
		answer(exitCode);
		return;
	}
	const awaited = condition === 'removed' ? 'destroy' : 'die';
	let code = exitCode;
	const unsubscribe = world.events.subscribe(event => {
		if (event.id !== id) return;
		if (event.Action === 'die') code = Number(event.Actor.Attributes['exitCode']);
		if (event.Action === awaited) answer(code);
	});
	signal.addEventListener('abort', unsubscribe);
};
