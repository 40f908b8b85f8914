import type {Problem} from './problem.ts';

/** The state of the way to the host, as the header shows it. */
export type Link =
	| {readonly state: 'dialling'}
	/** `latency` is the last round trip in milliseconds, undefined until there was one. */
	| {readonly state: 'up'; readonly latency: number | undefined}
	| {
			readonly state: 'down';
			readonly problem: Problem;
			/** When it was lost, or first not reached. */
			readonly since: Date;
			/** Whether it had been up before. */
			readonly wasUp: boolean;
			/** Undefined when only a person can go on. */
			readonly retryAt: Date | undefined;
	  };

/** The Docker Engine of the host, as it calls itself. */
export type DockerFacts = {readonly version: string; readonly apiVersion: string; readonly name: string};
