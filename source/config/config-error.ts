import {inOneSentence, ProblemError, type Problem} from '../domain/problem.ts';

/** A config that cannot be used, with everything that is wrong with it. Its message is one sentence a line, the first fault first. */
export class ConfigError extends ProblemError {
	readonly problems: readonly [Problem, ...Problem[]];

	constructor(problems: readonly [Problem, ...Problem[]], options?: ErrorOptions) {
		super(problems[0], options);
		this.message = problems.map(problem => inOneSentence(problem)).join('\n');
		this.problems = problems;
	}
}
