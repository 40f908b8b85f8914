import type {DataConfig} from '../../config/config.ts';
import type {Freshness, Step} from '../../domain/data/freshness.ts';
import {startEnding} from './ending.ts';
import {explainStop} from './explain/stopped.ts';
import {freshnessOf} from './finding.ts';
import {misconfigured} from './login/misconfigured.ts';
import {readSecrets} from './login/secrets.ts';
import {makeSteps} from './steps.ts';
import {concealing} from './subject.ts';
import {startWalk} from './walk.ts';
import type {Way} from './way/way.ts';

/** What a check does not take from the config. */
export type CheckOptions = {
	/**
	 * Milliseconds for the steps, and as many before them for the password; the `timeout` of the config when left out. At its end SQL Server
	 * is told to stop, and given a second to say that it did.
	 */
	readonly deadline?: number;
	/** This machine's clock: for `checkedAt` and to see how far SQL Server's is off. Ages never use it. */
	readonly now?: () => Date;
	/** Hears the steps as they stand, whenever one begins or passes; the one being made is `running`. */
	readonly onStep?: (steps: readonly Step[]) => void;
	/** Cancels this check, on SQL Server too. The outcome says at which step, and whether SQL Server confirmed it. */
	readonly cancel?: AbortSignal;
	/** Milliseconds that the host's clock is ahead of this machine's; undefined while it is not known. */
	readonly hostAhead?: () => number | undefined;
};

/**
 * Makes one freshness check: network, TLS, login, database, procedure, rows, timestamp, age, up to the first that fails. What fails is an
 * outcome too, so it rejects for one reason only: `signal` aborted. Everything opened for it is closed by then.
 */
export const checkFreshness = async (
	config: DataConfig,
	way: Way,
	signal: AbortSignal,
	{deadline = config.timeout, now = () => new Date(), onStep, cancel, hostAhead = () => undefined}: CheckOptions = {},
): Promise<Freshness> => {
	signal.throwIfAborted();
	const walk = startWalk(onStep);
	const ending = startEnding(deadline, cancel, signal);
	try {
		const about = {config, through: way.through, deadline};
		const secrets = misconfigured(config) ?? (await readSecrets(about, ending.signal));
		signal.throwIfAborted();
		const stop = ending.stopped();
		if (stop?.why === 'cancelled')
			return freshnessOf(config, explainStop({at: undefined, stop}, {...about, conceal: text => text}), walk, now());
		if ('verdict' in secrets) return freshnessOf(config, secrets, walk, now());
		ending.anew();
		const subject = {...about, conceal: concealing(secrets.password)};
		const {finding, clocks} = await makeSteps({subject, secrets, way, walk, ending, now, hostAhead});
		signal.throwIfAborted();
		return freshnessOf(config, finding, walk, now(), clocks);
	} finally {
		ending.over();
	}
};
