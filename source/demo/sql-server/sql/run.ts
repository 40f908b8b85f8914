import type {Value} from '../procedure.ts';
import type {SessionState} from '../session-state.ts';
import type {Parameter} from '../tds/request.ts';
import type {Response} from '../tds/response.ts';

/** What one request gives to what it runs. */
export type Run = {
	readonly response: Response;
	readonly session: SessionState;
	readonly now: Date;
	readonly signal: AbortSignal;
};

/** A parameter that a procedure is called with, and its place in the call from 0. */
export type Supplied = {readonly ordinal: number; readonly parameter: Parameter};

/** Takes what a procedure left in an output parameter to where its caller wants it. */
export type Deliver = (supplied: Supplied, value: Value) => void;
