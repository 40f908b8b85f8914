import type {Problem} from './problem.ts';

/** The state of the way to the host, as the header shows it. Without `retryAt` it waits for a person. */
export type Link =
	| {readonly state: 'dialling'; readonly attempt: number}
	| {readonly state: 'up'; readonly since: Date; readonly latency: number | undefined; readonly checkedAt: Date}
	| {readonly state: 'down'; readonly problem: Problem; readonly since: Date; readonly retryAt: Date | undefined};

/** The Docker Engine of the host, as it calls itself. */
export type DockerFacts = {readonly version: string; readonly apiVersion: string; readonly name: string};
