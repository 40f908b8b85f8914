/** The words of a command as somebody writes it into a variable, with quotes around spaces. Nothing else means anything: no shell reads it. */
export const wordsOf = (command: string): readonly string[] =>
	(command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map(word =>
		word.replaceAll(
			/"([^"]*)"|'([^']*)'/g,
			(_quoted, double: string | undefined, single: string | undefined) => double ?? single ?? '',
		),
	);
