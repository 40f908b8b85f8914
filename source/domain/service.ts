import type {HostClock} from './time/host-clock.ts';
import type {Status} from './status.ts';

/** Docker's container states, and one of our own for a service that a compose file declares and nobody created. */
export type ServiceState =
	| 'running'
	| 'paused'
	| 'restarting'
	| 'exited'
	| 'created'
	| 'dead'
	| 'removing'
	| 'not created';

export type Health = 'healthy' | 'unhealthy' | 'starting' | 'none';

/** CPU as a fraction of one core (2.5 is two and a half cores), memory in bytes without the page cache. */
export type Usage = {readonly cpu: number; readonly memory: number};

/** One container of a compose service; a service scaled to three is three of these. */
export type Service = {
	/** `project/name/number`: it survives a restart and a re-creation, unlike the container's id. */
	readonly key: string;
	readonly project: string;
	readonly name: string;
	readonly number: number;
	readonly state: ServiceState;
	readonly health: Health;
	readonly exitCode: number | undefined;
	readonly outOfMemory: boolean;
	/** Docker's own words for why it could not start, empty when it has none. */
	readonly failure: string;
	/** When it entered this state, by the clock of the Docker host. */
	readonly since: Date | undefined;
	/** That clock; undefined until the host has said. */
	readonly clock: HostClock | undefined;
	/** Restarts made by the restart policy; undefined until the container has been inspected. */
	readonly restarts: number | undefined;
	/** Whether the last of them was less than a minute ago: what runs then may be about to end once more. */
	readonly restartedLately: boolean;
	/** Whether Docker starts it again by itself: a container that has no such policy and exited with 0 has done its work. */
	readonly restartPolicy: 'no' | 'always' | 'unless-stopped' | 'on-failure' | undefined;
	readonly ports: readonly string[];
	readonly image: string;
	readonly containerId: string | undefined;
	/** Whether it runs on a terminal: its output is then one raw stream, not frames of stdout and stderr. */
	readonly terminal: boolean;
	/** Undefined until measured; only the rows on the screen are. */
	readonly usage: Usage | undefined;
	/** Profiles that must be switched on for it to exist; empty for most. */
	readonly profiles: readonly string[];
	/** Names of services that compose restarts together with this one (`depends_on: {this: {restart: true}}`). */
	readonly restartedWith: readonly string[];
	/** Where its project lives on the host, from the labels compose left. */
	readonly workingDirectory: string | undefined;
	readonly configFiles: readonly string[];
};

/** What an exit code means, when it is one of those with a fixed meaning. 137 alone is a SIGKILL, which memory is only one reason for. */
export const exitMeaning = (code: number, outOfMemory: boolean): string | undefined => {
	if (outOfMemory) return 'out of memory';
	switch (code) {
		case 125:
			return 'docker could not run it';
		case 126:
			return 'command not executable';
		case 127:
			return 'command not found';
		case 130:
			return 'interrupted';
		case 134:
			return 'aborted';
		case 137:
			return 'killed';
		case 139:
			return 'segmentation fault';
		case 143:
			return 'terminated';
		default:
			return undefined;
	}
};

/** `exited (137, out of memory)`, `running`, `not created`. */
export const stateInWords = ({state, exitCode, outOfMemory}: Service): string => {
	if (exitCode === undefined || (state !== 'exited' && state !== 'dead' && state !== 'restarting')) return state;
	const meaning = exitMeaning(exitCode, outOfMemory);
	return meaning === undefined ? `${state} (${exitCode})` : `${state} (${exitCode}, ${meaning})`;
};

/** Whether what ended so has done its work: it ended well, and nothing was to start it again. */
export const isDone = (exitCode: number | undefined, restartPolicy: Service['restartPolicy']): boolean =>
	exitCode === 0 && (restartPolicy === 'no' || restartPolicy === 'on-failure');

/** Whether it has exited and should not have: what is restarted when every exited service is. */
export const hasFailed = ({state, exitCode, restartPolicy}: Service): boolean =>
	state === 'exited' && !isDone(exitCode, restartPolicy);

type Assessment = {readonly status: Status; readonly reason: string | undefined};

const assessRunning = ({health, restarts = 0, restartedLately}: Service): Assessment => {
	if (health === 'unhealthy') return {status: 'critical', reason: 'unhealthy'};
	if (restartedLately) {
		return {status: 'warning', reason: restarts === 1 ? 'restarted once' : `restarted ${restarts} times`};
	}
	switch (health) {
		case 'starting':
			return {status: 'warning', reason: 'health check starting'};
		case 'healthy':
		case 'none':
			return {status: 'ok', reason: undefined};
	}
};

/** How a service is, and when it is not well the reason in a few words. */
export const assess = (service: Service): Assessment => {
	const words = stateInWords(service);
	switch (service.state) {
		case 'running':
			return assessRunning(service);
		case 'exited':
			return isDone(service.exitCode, service.restartPolicy)
				? {status: 'ok', reason: 'done'}
				: {status: 'critical', reason: words};
		case 'paused':
		case 'removing':
			return {status: 'warning', reason: words};
		case 'created':
			return {status: 'critical', reason: service.failure === '' ? 'created, never started' : service.failure};
		case 'restarting':
		case 'dead':
			return {status: 'critical', reason: words};
		case 'not created':
			return service.profiles.length > 0
				? {status: 'ok', reason: `not created (profile ${service.profiles.join(', ')})`}
				: {status: 'critical', reason: words};
	}
};

/** Whether the one key this tool exists for acts at once: nothing that runs can be hurt. */
export const isDown = ({state}: Service): boolean => state === 'exited' || state === 'dead' || state === 'created';
