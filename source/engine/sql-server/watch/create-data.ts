import type {DataConfig, HostConfig} from '../../../config/config.ts';
import {checkedEvery} from '../../../domain/data/freshness.ts';
import {ProblemError} from '../../../domain/problem.ts';
import type {AgeHistory} from '../../age-history.ts';
import type {Connection} from '../../connection.ts';
import type {Engine} from '../../engine.ts';
import {clockOnceKnown, type HostClocks} from '../../host/host-clock.ts';
import {procedureRows} from '../rows/rows.ts';
import {watchFreshness} from './watch.ts';
import {direct} from '../way/direct.ts';
import {throughHost} from '../way/through-host.ts';
import type {Way} from '../way/way.ts';

type Options = {
	readonly connection: Connection;
	readonly host: HostConfig;
	readonly clocks: HostClocks;
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
	readonly history: AgeHistory;
	now(): Date;
};

/** What may be asked of the data that the config of a host describes. */
export const createData = ({connection, host, clocks, heartbeat, history, now}: Options): Engine['data'] => {
	const viaHost = throughHost(connection, host.ssh === undefined ? undefined : connection.label);
	const wayTo = ({via}: DataConfig): Way => (via === 'direct' ? direct : viaHost);
	return {
		...watchFreshness(host.data, wayTo, {
			interval: checkedEvery,
			heartbeat,
			now,
			history,
			clock: signal => clockOnceKnown(clocks, signal),
			schedules: host.schedules,
		}),
		async rows(name, parameters, signal) {
			const check = host.data.find(one => one.name === name);
			if (check === undefined)
				throw new ProblemError({
					what: `Cannot show the rows of ${name}`,
					why: 'there is no check of this name in the config',
					next: 'name one of those under `data`',
				});
			return procedureRows(check, wayTo(check), parameters, signal);
		},
	};
};
