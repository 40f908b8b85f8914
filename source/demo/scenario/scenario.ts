/** How a service came to stand still. */
export type Fall = {
	readonly exitCode: number;
	/** How long ago, in milliseconds. */
	readonly ago: number;
	/** What it said at last, a second between two lines. */
	readonly lastWords: ReadonlyArray<(at: Date) => string>;
};

/** What is the matter on the practice server. Everything that is not said here is well. */
export type Scenario = {
	/** As it is chosen: `--demo=morning`. */
	readonly name: string;
	/** In one sentence, for whoever chooses. */
	readonly story: string;
	/** Services that are not running, by name. */
	readonly fallen: Readonly<Record<string, Fall>>;
	/** How long before `now` the import of patient data stopped, in milliseconds; undefined while it goes on. Predictions fail once it is more than a day. */
	readonly importStopped: ((now: Date) => number) | undefined;
	/** How many hours ago the line to SQL Server was lost for a moment, which left an error in the log. */
	readonly lineLost: readonly number[];
};

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** How old patient data may be for a prediction. */
export const dataLimit = day;

/** How old a report of free beds may be. */
export const bedsLimit = hour;
