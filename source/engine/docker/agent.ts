import {Agent, type AgentOptions, type ClientRequestArgs} from 'node:http';
import type {Duplex} from 'node:stream';
import {inspect} from 'node:util';
import {socketLike} from '../host/socket-like.ts';

type Created = (error: Error | null, stream: Duplex) => void;

/** Connections to Docker. Each is a socket of the host, whichever way the host is reached. */
export class DockerAgent extends Agent {
	readonly #open: () => Promise<Duplex>;

	constructor(open: () => Promise<Duplex>, options: AgentOptions) {
		super(options);
		this.#open = open;
	}

	override createConnection(_options: ClientRequestArgs, created?: Created): undefined {
		this.#open().then(
			stream => created?.(null, socketLike(stream)),
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Beside an error Node wants no stream, though its types do.
			(error: Error) => (created as ((failure: Error) => void) | undefined)?.(error),
		);
	}

	/**
	 * docker-modem inspects its options at full depth for every request, and the agent is one of them: with twenty streams open over SSH
	 * it walked every buffer of the connection for four seconds. https://github.com/apocas/docker-modem/blob/v5.0.7/lib/modem.js#L284
	 */
	[inspect.custom](): string {
		return 'DockerAgent {}';
	}
}
