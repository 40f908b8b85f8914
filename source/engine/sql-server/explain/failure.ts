import type {StepName} from '../../../domain/data/freshness.ts';
import type {Reach} from '../reach.ts';
import type {ServerMessage} from '../subject.ts';

/** Everything known about a check that did not come to its end. */
export type Failure = {
	/** The step that was being made. */
	readonly at: StepName;
	readonly thrown: readonly unknown[];
	/** What SQL Server itself said, the first first. */
	readonly messages: readonly ServerMessage[];
	/** How far the way to it had come. */
	readonly reach?: Reach | undefined;
	/** Rows that had come. */
	readonly rows?: number;
	/** Whether SQL Server answered the first word, so that TLS began. */
	readonly answered?: boolean;
};
