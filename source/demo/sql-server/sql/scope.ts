import type {ColumnType, Value} from '../procedure.ts';
import type {Parameter} from '../tds/request.ts';
import type {SessionState} from '../session-state.ts';

/** A value with the type that its column would have. */
export type Typed = {readonly type: ColumnType; readonly value: Value};

/** What an expression may look at. */
export type Scope = {readonly session: SessionState; readonly now: Date; readonly parameters: readonly Parameter[]};
