/**
 * What went wrong, in three sentence parts for a person: what failed, why, and what to do next.
 * None ends with a full stop; `inOneSentence` joins them.
 */
export type Problem = {
	readonly what: string;
	readonly why: string;
	readonly next: string;
};

/** A failure that has already been put into words. Its `cause` is the library's own error, for a log, never for a screen. */
export class ProblemError extends Error {
	override readonly name = 'ProblemError';
	readonly problem: Problem;

	constructor(problem: Problem, options?: ErrorOptions) {
		super(inOneSentence(problem), options);
		this.problem = problem;
	}
}

/**
 * A failure that the same attempt would only meet again, until a person has done something: a refused login, a host key nobody trusts. It is
 * not tried again by itself, which would ask the same question for ever, or lock an account.
 */
export class RefusedError extends ProblemError {}

/** `Cannot log in to prod-1: the server refused every key offered. Check the user in your config.` */
export const inOneSentence = ({what, why, next}: Problem): string =>
	`${what}: ${why}. ${next.charAt(0).toUpperCase()}${next.slice(1)}.`;

/**
 * The problem inside whatever was thrown. An error that nobody translated is a fault of this program: it says so rather
 * than pretending to know.
 */
export const problemIn = (error: unknown): Problem =>
	error instanceof ProblemError
		? error.problem
		: {
				what: 'Something unexpected failed',
				why: error instanceof Error ? error.message : String(error),
				next: 'try again, and report it if it stays',
			};

/** Each problem once: what services and runs lack may be one and the same Docker. */
export const distinctProblems = (problems: readonly Problem[]): readonly Problem[] => [
	...new Map(problems.map(problem => [inOneSentence(problem), problem])).values(),
];
