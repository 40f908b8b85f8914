import type {Outcome} from '../domain/action.ts';
import {closest} from '../domain/closest.ts';
import {ProblemError} from '../domain/problem.ts';
import {planRestart} from '../domain/restart.ts';
import {hasFailed, type Service} from '../domain/service.ts';
import type {Engine} from '../engine/engine.ts';
import {firstOf} from '../streams/first.ts';
import {nothingVisible} from './nothing-visible.ts';

/** Which services to restart: those named, or every one that has exited and should not have, but for those to `protect`. */
export type Wanted = {
	/** `name`, or `project/name`. */
	readonly names: readonly string[];
	readonly exited: boolean;
	readonly protect: readonly string[];
};

const inFull = ({project, name}: Service): string => `${project}/${name}`;

const unknown = (name: string, known: readonly string[]): ProblemError => {
	const like = closest(name, known);
	return new ProblemError({
		what: `Cannot restart ${name}`,
		why: `no compose project on this host has a service of that name${like === undefined ? '' : `; there is ${like}`}`,
		next:
			known.length === 0
				? 'check that this is the right host: it has no compose service at all'
				: `choose one of ${known.join(', ')}`,
	});
};

/** The containers of the one service of this name. */
const named = (name: string, rows: readonly Service[]): readonly Service[] => {
	const found = rows.filter(row => row.name === name || inFull(row) === name);
	const meant = [...new Set(found.map(row => inFull(row)))];
	if (meant.length === 0) throw unknown(name, [...new Set(rows.map(row => row.name))]);
	if (meant.length === 1) return found;
	throw new ProblemError({
		what: `Cannot restart ${name}`,
		why: 'several compose projects on this host have a service of that name',
		next: `choose one of ${meant.join(', ')}`,
	});
};

/**
 * Restarts services and yields what is seen of it. `command` gets the equivalent docker compose command before anything is done. Naming a
 * protected service here is typing its name. Throws a `ProblemError` where nothing can be restarted.
 */
export async function* restart(
	{names, exited, protect}: Wanted,
	engine: Engine,
	command: (line: string) => void,
	signal: AbortSignal,
): AsyncGenerator<Outcome> {
	const {rows} = await firstOf(lasting => engine.services.watch(nothingVisible, lasting), signal);
	const down = exited ? rows.filter(row => hasFailed(row)) : [];
	// Nobody is there to be asked, so whatever would take more down than has exited waits for its name.
	const reaches = (row: Service): string | undefined => {
		const {guarded, touched} = planRestart([row], rows, protect);
		if (guarded.length > 0) return guarded.includes(row.name) ? 'protected' : `${guarded.join(', ')} is protected`;
		const more = touched.find(other => !down.includes(other));
		return more === undefined ? undefined : `${more.name}-${more.number} would be restarted too`;
	};
	const leftAlone = new Map(down.flatMap(row => (reaches(row) === undefined ? [] : [[row.name, reaches(row)]])));
	const services = [
		...new Set([...names.flatMap(name => named(name, rows)), ...down.filter(({name}) => !leftAlone.has(name))]),
	];
	if (leftAlone.size > 0) {
		const which = [...leftAlone].map(([name, why]) => `${name} (${why}: restart it by its name)`);
		yield {text: `left alone: ${which.join(', ')}`, tone: 'bad'};
	} else if (services.length === 0) yield {text: 'no service has exited: nothing to restart', tone: 'good'};
	if (services.length === 0) return;

	let told = false;
	for await (const outcome of engine.services.restart(services, signal)) {
		// Whatever cannot be restarted at all has been refused by now, and nothing has been done yet.
		if (!told) command(engine.services.restartCommand(services));
		told = true;
		yield outcome;
	}
}
