/** What was tried and what the server would take, for the sentence that says why nothing worked. */
export type LoginHistory = {
	readonly tried: readonly string[];
	readonly troubles: readonly string[];
	readonly accepted: readonly string[];
};
