/** When loads usually come, learnt from the ages seen. Milliseconds; `spread` is how far from it they usually come, `seen` how many were. */
export type UsualLoad =
	/** Every so often. `atMost`: nearly every look found newer data, so that loads come this often or more often. */
	| {
			readonly kind: 'every';
			readonly gap: number;
			readonly spread: number;
			readonly seen: number;
			readonly atMost?: true;
	  }
	/** Once a day, so long after midnight by the clock of `zone`. */
	| {
			readonly kind: 'daily';
			readonly at: number;
			readonly zone: string;
			readonly spread: number;
			readonly seen: number;
			/** Days of the week on which it is expected, 1 for Monday: all but those on which it stays out. */
			readonly weekdays: readonly number[];
			/** Those of them on which it was seen to come more often than to stay out. Only on these is it missed. */
			readonly seenOn: readonly number[];
	  };

/** What is worth a warning while the data is still fresh. */
export type Warning =
	/** The data turns stale before a scheduled job needs it. */
	| {readonly kind: 'before run'; readonly job: string; readonly runAt: Date}
	/** A load that usually has come by now has not. `by` is how late it is, in milliseconds. */
	| {readonly kind: 'late load'; readonly expectedAt: Date; readonly by: number};

/** What the last outcome means for the time ahead. Moments are by this machine's clock. */
export type Outlook = {
	/** When the verdict turns if no newer rows come; undefined where time alone changes nothing. */
	readonly turnsAt: Date | undefined;
	/** What the verdict of fresh data turns to then; stale where it is left out. */
	readonly turnsTo?: 'stale' | 'uncertain' | undefined;
	/** Undefined while too little was seen to say. */
	readonly usual: UsualLoad | undefined;
	/** When the next load is expected, or was, as far as is known; undefined where nothing is. */
	readonly nextLoadAt: Date | undefined;
	/** When a load should have come that the last look did not find; undefined where none is missed, or nobody can know. */
	readonly missedLoadAt: Date | undefined;
	readonly warnings: readonly Warning[];
};

/** Nothing is known about the time ahead. */
export const noOutlook: Outlook = {
	turnsAt: undefined,
	usual: undefined,
	nextLoadAt: undefined,
	missedLoadAt: undefined,
	warnings: [],
};
