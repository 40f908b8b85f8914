import type {Outcome} from '../domain/action.ts';
import {closest} from '../domain/closest.ts';
import {ProblemError} from '../domain/problem.ts';
import {assess, type Service} from '../domain/service.ts';
import type {Engine} from '../engine/engine.ts';
import {firstOf} from '../streams/first.ts';
import {nothingVisible} from './nothing-visible.ts';

/** Which services to restart: those named, or every one that has exited and should not have. */
export type Wanted = {readonly names: readonly string[]; readonly exited: boolean};

const choose = (rows: readonly Service[], {names, exited}: Wanted): readonly Service[] => {
	const known = [...new Set(rows.map(({name}) => name))];
	const unknown = names.find(name => !known.includes(name));
	if (unknown !== undefined) {
		const like = closest(unknown, known);
		throw new ProblemError({
			what: `Cannot restart ${unknown}`,
			why: `no compose project on this host has a service of that name${like === undefined ? '' : `; there is ${like}`}`,
			next: `choose one of ${known.join(', ')}`,
		});
	}
	return rows.filter(
		row => names.includes(row.name) || (exited && row.state === 'exited' && assess(row).status !== 'ok'),
	);
};

/**
 * Restarts services and yields what is seen of it. `command` gets the equivalent docker compose command first. Naming a protected service
 * here is typing its name.
 */
export async function* restart(
	wanted: Wanted,
	engine: Engine,
	command: (line: string) => void,
	signal: AbortSignal,
): AsyncGenerator<Outcome> {
	const {rows} = await firstOf(lasting => engine.services.watch(nothingVisible, lasting), signal);
	const services = choose(rows, wanted);
	if (services.length === 0) {
		yield {text: 'no service has exited: nothing to restart', tone: 'good'};
		return;
	}
	command(engine.services.restartCommand(services));
	yield* engine.services.restart(services, signal);
}
