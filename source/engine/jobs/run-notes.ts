import {printable} from '../../domain/printable.ts';
import {messageOf} from '../../parse/lines/levels.ts';
import type {Container} from '../../parse/docker/container.ts';
import {readContainerErrors} from '../docker/container-errors.ts';
import type {Containers} from '../docker/containers.ts';
import type {Docker} from '../docker/docker.ts';

type Options = {
	readonly docker: Docker;
	readonly containers: Containers;
	readonly errors: RegExp;
	/** The runs worth a note: the last one of each job. */
	chosen(containers: readonly Container[]): readonly Container[];
};

/** Lines from the end of its output in which the error is looked for. */
const lastLines = 300;

/**
 * The last error in the output of each chosen run that has failed, by container id, in the words of its exception. What has been read once is
 * kept, since a run that is over says nothing more; what could not be read is tried again at every look. Yields an empty map first.
 */
export async function* watchRunNotes(
	{docker, containers, errors, chosen}: Options,
	signal: AbortSignal,
): AsyncGenerator<ReadonlyMap<string, string>> {
	let notes: ReadonlyMap<string, string | undefined> = new Map();
	yield new Map();
	for await (const list of containers(signal)) {
		const failed = chosen(list).filter(({state, exitCode}) => state === 'exited' && exitCode !== 0);
		if (failed.length === notes.size && failed.every(({id}) => notes.has(id))) continue;
		const read = await Promise.all(
			failed.map(async run => {
				if (notes.has(run.id)) return [[run.id, notes.get(run.id)] as const];
				try {
					return [[run.id, await lastError(docker, run, errors, signal)] as const];
				} catch {
					// Without its output there is no note; that the run failed is told all the same.
					return [];
				}
			}),
		);
		notes = new Map(read.flat());
		yield new Map([...notes].flatMap(([id, note]) => (note === undefined ? [] : [[id, note] as const])));
	}
}

const lastError = async (
	docker: Docker,
	{id, details}: Container,
	errors: RegExp,
	signal: AbortSignal,
): Promise<string | undefined> => {
	let last: string | undefined;
	const options = {tail: lastLines, terminal: details?.terminal ?? false};
	await readContainerErrors(
		docker,
		id,
		options,
		errors,
		({exception, line}) => {
			last = exception ?? messageOf(line.text);
		},
		signal,
	);
	return last === undefined ? undefined : printable(last);
};
