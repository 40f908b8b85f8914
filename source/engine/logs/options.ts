import type {HostConfig} from '../../config/config.ts';
import type {Connection} from '../connection.ts';
import type {Containers} from '../docker/containers.ts';
import type {Docker} from '../docker/docker.ts';
import type {Engine} from '../engine.ts';
import type {HostClocks} from '../host/host-clock.ts';
import type {Finder} from './sources.ts';

/** What the logs of a host are read with. */
export type LogsOptions = Finder & {
	readonly connection: Connection;
	readonly docker: Pick<Docker, 'logs'>;
	readonly host: Pick<HostConfig, 'logs' | 'directory' | 'errors' | 'mask'>;
	readonly containers: Containers;
	readonly jobs: Engine['jobs'];
	readonly clocks: HostClocks;
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
};
