import {isDone} from '../../domain/service.ts';
import type {Container} from '../../parse/docker/container.ts';

/** What has become of a container that was restarted; `ms` is how long it ran, by the clock of the Docker host. */
export type Fate =
	| {readonly kind: 'waiting'; readonly until: 'restarted' | 'healthy' | 'stayed up'}
	| {readonly kind: 'healthy'}
	| {readonly kind: 'stayed up'}
	/** Ended with 0, and has no policy that starts it again: it has done its work. */
	| {readonly kind: 'finished'; readonly ms: number | undefined}
	| {readonly kind: 'unhealthy'}
	| {
			readonly kind: 'exited';
			readonly ms: number | undefined;
			readonly code: number | undefined;
			readonly outOfMemory: boolean;
	  }
	| {readonly kind: 'not started'; readonly why: string}
	| {readonly kind: 'gone'};

const between = (from: Date | undefined, to: Date | undefined): number | undefined =>
	from === undefined || to === undefined || to < from ? undefined : to.getTime() - from.getTime();

/**
 * What the container is now seen to be. `restart` is when the restart started it, by the clock of the Docker host: what is seen from before
 * that says nothing. `isSettled` says whether it has been up long enough to count, where it has no health check.
 */
export const fateOf = (restart: Date | undefined, now: Container | undefined, isSettled: boolean): Fate => {
	if (now === undefined) return {kind: 'gone'};
	const {state, details, died} = now;
	if (restart === undefined || details?.startedAt === undefined || details.startedAt < restart) {
		return {kind: 'waiting', until: 'restarted'};
	}

	switch (state) {
		case 'exited':
		case 'dead':
		case 'restarting': {
			const {failure, outOfMemory, restartPolicy} = details;
			if (failure !== '') return {kind: 'not started', why: failure};
			const code = now.exitCode ?? details.exitCode;
			const ms = between(details.startedAt, details.finishedAt);
			return isDone(code, restartPolicy) ? {kind: 'finished', ms} : {kind: 'exited', ms, code, outOfMemory};
		}
		case 'created':
		case 'removing':
		case 'paused':
			return {kind: 'waiting', until: 'restarted'};
		case 'running':
			break;
	}

	// Its policy has brought it up again meanwhile. Docker counts anew from when somebody restarts it.
	if (details.restarts > 0) {
		return {kind: 'exited', ms: undefined, code: died?.exitCode, outOfMemory: details.outOfMemory};
	}

	switch (now.health) {
		case 'healthy':
			return {kind: 'healthy'};
		case 'unhealthy':
			return {kind: 'unhealthy'};
		case 'starting':
			return {kind: 'waiting', until: 'healthy'};
		case 'none':
			return isSettled ? {kind: 'stayed up'} : {kind: 'waiting', until: 'stayed up'};
	}
};
