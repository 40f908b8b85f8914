import type {Column, ProcedureAnswer, ResultSet, SqlMessage, Value} from '../procedure.ts';
import {typeInfoOf} from './column-types.ts';
import type {DoneKind} from './tokens.ts';
import {columnMetadata, done, doneFlags, message, returnStatus, returnValue, row} from './tokens.ts';
import type {TypeInfo} from './types.ts';
import {hasLongSize, ids, largestText, max} from './types.ts';
import {writeValue} from './write-value.ts';

/** Bytes that are kept before a part of the answer is sent. */
const enoughToSend = 32 * 1024;

/**
 * The tokens of one answer. Every DONE but the last has to say that more follows, which is known only when the next token
 * comes, so the latest DONE waits here until then.
 */
export class Response {
	readonly #timeZone: string;
	readonly #sendPart: ((bytes: Buffer) => Promise<void>) | undefined;
	readonly #textSize: () => number;
	#tokens: Buffer[] = [];
	#size = 0;
	#waiting: {kind: DoneKind; flags: number; rows: number} | undefined;
	#failed = false;
	/** Class 20 and above: the session ends after this answer. */
	fatal = false;
	cut: ProcedureAnswer['cut'];

	/**
	 * `timeZone` is the server's. `sendPart` sends the begin of a long answer, and resolves when more may be sent; without it all is
	 * kept. `textSize` is the most bytes of a value of a type without a limit, or less than 1 for all of them.
	 */
	constructor(timeZone: string, sendPart?: (bytes: Buffer) => Promise<void>, textSize = () => -1) {
		this.#timeZone = timeZone;
		this.#sendPart = sendPart;
		this.#textSize = textSize;
	}

	token(bytes: Buffer): void {
		this.#flush();
		this.#add(bytes);
	}

	/** An error or an information, by its class. */
	message(details: SqlMessage): void {
		const severity = details.class ?? 16;
		this.#failed ||= severity > 10;
		this.fatal ||= severity >= 20;
		this.token(message(details));
	}

	/**
	 * Adds a result, and sends what has become too much to keep.
	 *
	 * @throws {TypeError | RangeError} when a value does not fit its column; the rows before it are in the answer then.
	 */
	async result({columns, rows, more}: ResultSet, kind: DoneKind): Promise<void> {
		const types = columns.map((column, index) =>
			typeOf(column, more ? undefined : rows.map(values => values[index] ?? null)),
		);
		this.token(columnMetadata(columns.map(({name}, index) => ({name, type: types[index] ?? typeInfoOf('int')}))));
		let count = 0;
		for (const part of more ? [rows, more] : [rows]) {
			for await (const values of part) {
				this.#add(row(types.map((type, index) => this.#written(type, values[index] ?? null))));
				count++;
				if (this.#sendPart && this.#size >= enoughToSend) {
					await this.#sendPart(this.#taken());
				}
			}
		}

		this.done(kind, count);
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

	/** Ends a batch whose last statement has not ended it. */
	end(): void {
		if (!this.#waiting || this.#failed) {
			this.done('batch');
		}
	}

	/** What was not sent yet; without its last DONE when the answer is cut. */
	bytes(): Buffer {
		if (this.#waiting && !this.cut) {
			const {kind, flags, rows} = this.#waiting;
			this.#add(done(kind, flags, rows));
		}

		return this.#taken();
	}

	#written(type: TypeInfo, value: Value): Buffer | undefined {
		return value === null ? undefined : writeValue(type, this.#cut(type, value), this.#timeZone);
	}

	/** As SQL Server has it, what is cut off is not told. */
	#cut({id, size}: TypeInfo, value: Value): Value {
		const most = this.#textSize();
		if (size !== max || most < 1) {
			return value;
		}

		if (value instanceof Uint8Array) {
			return value.subarray(0, most);
		}

		return typeof value === 'string' ? value.slice(0, id === ids.nvarchar ? Math.floor(most / 2) : most) : value;
	}

	#add(bytes: Buffer): void {
		this.#tokens.push(bytes);
		this.#size += bytes.length;
	}

	#flush(): void {
		if (this.#waiting) {
			const {kind, flags, rows} = this.#waiting;
			this.#waiting = undefined;
			this.#add(done(kind, flags | doneFlags.more, rows));
		}
	}

	#taken(): Buffer {
		const bytes = Buffer.concat(this.#tokens);
		this.#tokens = [];
		this.#size = 0;
		return bytes;
	}
}

/** The type of a column with room for the longest of its values, or without a limit where they are not known. */
const typeOf = ({type: named}: Column, values: readonly Value[] | undefined): TypeInfo => {
	const type = typeInfoOf(named);
	const width = type.id === ids.nvarchar ? 2 : 1;
	const length = (value: Value) => (value instanceof Uint8Array ? value.length : String(value).length * width);
	const fits = !hasLongSize(type.id) || values?.every(value => length(value) <= largestText);
	return fits ? type : {...type, size: max};
};
