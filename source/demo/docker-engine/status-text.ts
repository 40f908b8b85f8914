import type {Container} from './container.ts';
import type {Moment} from './moment.ts';

/** A span of nanoseconds in Docker's words. https://github.com/docker/go-units/blob/v0.5.0/duration.go#L13 */
export const humanDuration = (span: Moment): string => {
	const seconds = Math.max(0, Math.floor(Number(span) / 1e9));
	if (seconds < 1) return 'Less than a second';
	if (seconds === 1) return '1 second';
	if (seconds < 60) return `${seconds} seconds`;
	const minutes = Math.floor(seconds / 60);
	if (minutes === 1) return 'About a minute';
	if (minutes < 60) return `${minutes} minutes`;
	const hours = Math.floor(seconds / 3600 + 0.5);
	if (hours === 1) return 'About an hour';
	if (hours < 48) return `${hours} hours`;
	if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
	if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
	if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
	return `${Math.floor(hours / 24 / 365)} years`;
};

/** The STATUS column of `docker ps`: `Up 8 seconds (health: starting)`, `Exited (1) 41 minutes ago`. */
export const statusText = ({status, startedAt, finishedAt, exitCode, health}: Container, now: Moment): string => {
	switch (status) {
		case 'created':
			return 'Created';
		case 'exited':
			return `Exited (${exitCode}) ${humanDuration(now - (finishedAt ?? now))} ago`;
		case 'running': {
			const up = `Up ${humanDuration(now - (startedAt ?? now))}`;
			if (health === undefined) return up;
			return `${up} (${health.status === 'starting' ? 'health: starting' : health.status})`;
		}
	}
};
