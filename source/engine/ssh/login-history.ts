/** What was tried and what the server would take, for the sentence that says why nothing worked. */
export type LoginHistory = {
	readonly tried: readonly string[];
	readonly troubles: readonly string[];
	readonly accepted: readonly string[];
	/** The last that was used, in words; when the login is done, what opened it. */
	readonly used: string;
};
