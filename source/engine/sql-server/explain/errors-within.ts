/** Enough for any chain a library builds; an error that contains itself ends here too. */
const most = 50;

/** An error and every error it was made from: mssql keeps them in `originalError`, tedious in `cause`, Node in `errors`. */
export const errorsWithin = (thrown: readonly unknown[]): readonly Error[] => {
	const found: Error[] = [];
	const waiting = [...thrown];
	while (waiting.length > 0 && found.length < most) {
		const error = waiting.shift();
		if (!(error instanceof Error) || found.includes(error)) continue;
		found.push(error);
		if ('originalError' in error) waiting.push(error.originalError);
		if ('errors' in error && Array.isArray(error.errors)) waiting.push(...error.errors);
		waiting.push(error.cause);
	}
	return found;
};

/** Their codes, such as `ECONNREFUSED`. */
export const codesWithin = (errors: readonly Error[]): readonly string[] =>
	errors.flatMap(error => ('code' in error && typeof error.code === 'string' ? [error.code] : []));
