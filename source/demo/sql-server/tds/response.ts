import type {ProcedureAnswer, ResultSet, SqlMessage, Value} from '../procedure.ts';
import type {DoneKind} from './tokens.ts';
import {columnMetadata, done, doneFlags, message, returnStatus, returnValue, row} from './tokens.ts';
import type {TypeInfo} from './types.ts';
import {hasLongSize, ids, largestText, max} from './types.ts';
import {typeInfoOf} from './column-types.ts';
import {writeValue} from './write-value.ts';

/**
 * The tokens of one answer. Every DONE but the last has to say that more follows, which is known only when the next token
 * comes, so the latest DONE waits here until then.
 */
export class Response {
	readonly #timeZone: string;
	readonly #tokens: Buffer[] = [];
	#waiting: {kind: DoneKind; flags: number; rows: number} | undefined;
	#failed = false;
	/** Class 20 and above: the session ends after this answer. */
	fatal = false;
	cut: ProcedureAnswer['cut'];

	/** `timeZone` is the server's. */
	constructor(timeZone: string) {
		this.#timeZone = timeZone;
	}

	token(bytes: Buffer): void {
		this.#flush();
		this.#tokens.push(bytes);
	}

	/** An error or an information, by its class. */
	message(details: SqlMessage): void {
		const severity = details.class ?? 16;
		this.#failed ||= severity > 10;
		this.fatal ||= severity >= 20;
		this.token(message(details));
	}

	/** @throws {TypeError | RangeError} before anything is added, when a value does not fit its column. */
	result({columns, rows}: ResultSet, kind: DoneKind): void {
		const types = columns.map(({type}, index) =>
			withRoom(
				typeInfoOf(type),
				rows.map(values => values[index] ?? null),
			),
		);
		const lines = rows.map(values =>
			row(
				types.map((type, index) => {
					const value = values[index] ?? null;
					return value === null ? undefined : writeValue(type, value, this.#timeZone);
				}),
			),
		);
		this.token(columnMetadata(columns.map(({name}, index) => ({name, type: types[index] ?? typeInfoOf('int')}))));
		for (const line of lines) {
			this.token(line);
		}

		this.done(kind, rows.length);
	}

	output(ordinal: number, name: string, type: TypeInfo, value: Value): void {
		this.token(returnValue(ordinal, name, type, value, this.#timeZone));
	}

	status(value: number): void {
		this.token(returnStatus(value));
	}

	/** Ends a statement, a procedure or the batch. `rows` is left out where nothing was counted. */
	done(kind: DoneKind, rows?: number): void {
		this.#flush();
		const flags = (this.#failed ? doneFlags.error : 0) | (rows === undefined ? 0 : doneFlags.count);
		this.#failed = false;
		this.#waiting = {kind, flags, rows: rows ?? 0};
	}

	#flush(): void {
		if (this.#waiting) {
			const {kind, flags, rows} = this.#waiting;
			this.#waiting = undefined;
			this.#tokens.push(done(kind, flags | doneFlags.more, rows));
		}
	}

	/** The tokens up to here, still without the last DONE when the answer is cut. */
	bytes(): Buffer {
		const last = this.#waiting && !this.cut ? [done(this.#waiting.kind, this.#waiting.flags, this.#waiting.rows)] : [];
		return Buffer.concat([...this.#tokens, ...last]);
	}
}

/** The type with room for the longest of these values. */
const withRoom = (type: TypeInfo, values: readonly Value[]): TypeInfo => {
	const width = type.id === ids.nvarchar ? 2 : 1;
	const length = (value: Value) => (value instanceof Uint8Array ? value.length : String(value).length * width);
	const fits = !hasLongSize(type.id) || values.every(value => length(value) <= largestText);
	return fits ? type : {...type, size: max};
};
