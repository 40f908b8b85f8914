import type {Owner} from './data/cause.ts';
import {ProblemError, type Problem} from './problem.ts';

const config = 'whoever keeps the config';
const network = 'the network team';
const host = 'whoever keeps the host';

/** Every cause that keeps somebody from a host or from what runs there, with whom it usually belongs to. */
const owners = {
	name: config,
	refused: host,
	unreachable: network,
	network,
	reset: host,
	protocol: config,
	hostkey: host,
	login: host,
	shell: host,
	socket: host,
	forbidden: host,
	silent: host,
	tunnel: host,
	docker: host,
	compose: config,
	empty: host,
	connection: host,
	timeout: host,
	unexpected: host,
} as const satisfies Record<string, Owner>;

/** Why, in one word that scripts can go by; the words that `Cause` has too mean the same. */
export type HostCause = keyof typeof owners;

/** Who usually mends it. */
export const ownerOfHostCause = (cause: HostCause): Owner => owners[cause];

/** A failure whose cause is known in one word. */
export class CausedError extends ProblemError {
	readonly reason: HostCause;

	constructor(reason: HostCause, problem: Problem, options?: ErrorOptions) {
		super(problem, options);
		this.reason = reason;
	}
}
