import {composeLabelsOf, type ComposeLabels} from './compose-labels.ts';
import {fieldsOf, numberOf, textOf, textsOf} from './narrow.ts';

/** Something happened to a container. */
export type ContainerEvent = {
	readonly id: string;
	/** `start`, `die`, `health_status: healthy`. */
	readonly what: string;
	/** Of a `die`. */
	readonly exitCode: number | undefined;
	/** By the clock of the Docker host. */
	readonly at: Date | undefined;
	/** Undefined for a container that compose did not make. */
	readonly compose: ComposeLabels | undefined;
};

/** The names that say a container may look different now. Health checks make three more for every probe, which say nothing. */
export const tellingEvents = [
	'create',
	'start',
	'die',
	'stop',
	'destroy',
	'rename',
	'pause',
	'unpause',
	'health_status',
	'oom',
	'update',
] as const;

/** Undefined for what is no event of a container. */
export const eventOf = (json: unknown): ContainerEvent | undefined => {
	const fields = fieldsOf(json);
	const actor = fieldsOf(fields['Actor']);
	const id = textOf(actor['ID']);
	if (id === '') return undefined;
	const nanoseconds = numberOf(fields['timeNano']);
	// Docker puts the container's labels there as well.
	const attributes = textsOf(actor['Attributes']);
	const code = Number.parseInt(attributes['exitCode'] ?? '', 10);
	return {
		id,
		what: textOf(fields['Action']),
		exitCode: Number.isNaN(code) ? undefined : code,
		at: nanoseconds === undefined ? undefined : new Date(nanoseconds / 1e6),
		compose: composeLabelsOf(attributes),
	};
};
