import type {ColumnType, Value} from '../procedure.ts';
import type {SessionState} from '../session-state.ts';
import type {TypeInfo} from '../tds/types.ts';

/** A value with the type that its column would have. */
export type Typed = {readonly type: ColumnType; readonly value: Value};

export type Variable = {readonly type: TypeInfo; value: Value};

/** By their names in small letters, with the `@`. */
export type Variables = Map<string, Variable>;

/** What an expression may look at. */
export type Scope = {readonly session: SessionState; readonly now: Date; readonly variables: Variables};
