import type {HealthCheck, Load, PortMapping, Stream, TimedLine, Words} from '../docker-engine/container.ts';

/** What is known of one of the services that are always up. Times in milliseconds. */
export type ServiceSheet = {
	readonly name: string;
	readonly image: string;
	readonly command: readonly string[];
	readonly ports: readonly PortMapping[];
	/** `NAME=value` */
	readonly environment: readonly string[];
	/** As compose writes it on the container: `postgres:service_healthy:false`. */
	readonly dependsOn: string;
	readonly healthCheck: HealthCheck | undefined;
	readonly load: Load;
	/** Where it writes its log. */
	readonly writesTo: Stream;
	/** What it says as it starts, and as it is stopped. */
	readonly starting: readonly TimedLine[];
	readonly stopping: {readonly says: readonly Words[]; readonly takes: number};
	/** What it says while it runs: how often, and how much of that is in its log from before. */
	readonly chatter: Chatter | undefined;
};

export type Chatter = {
	readonly every: number;
	/** In the past it was quieter, or its log would hold nothing else. */
	readonly wasEvery: number;
	readonly says: (at: Date, count: number) => string;
};
