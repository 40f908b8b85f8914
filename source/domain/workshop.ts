/** Something that can be made to go wrong, by the name it is switched on with. */
export type Situation = {readonly name: string; readonly story: string};

/** What somebody who shows the practice server to others can make go wrong there, one thing at a time. */
export type Workshop = {
	/** Every situation, grouped by what it is about. */
	readonly parts: ReadonlyArray<{readonly title: string; readonly situations: readonly Situation[]}>;
	/** The name of the one that it is in. */
	situation(): string | undefined;
	/** Puts it in the situation of this name, and in no other; rejects with a `ProblemError` where that cannot be done. */
	put(name: string): Promise<void>;
	/** All is well again. */
	mend(): Promise<void>;
};
