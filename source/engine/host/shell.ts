/** One word for a POSIX shell: everything between single quotes is itself. */
const quote = (value: string): string =>
	/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;

/**
 * A command for the host's shell. The text is syntax, every value is one quoted word, and a list is that many words:
 * ``sh`tail -n ${lines} -F ${path}` ``.
 */
export const sh = (text: TemplateStringsArray, ...values: ReadonlyArray<string | number | readonly string[]>): string =>
	text.reduce((command, syntax, index) => {
		const value = values[index - 1] ?? '';
		const words = Array.isArray(value) ? value : [String(value)];
		return command + words.map(word => quote(word)).join(' ') + syntax;
	});
