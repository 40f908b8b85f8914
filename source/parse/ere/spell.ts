const isPlain = (character: string): boolean => character >= ' ' && character <= '~';
const octal = (character: string): string => `\\${(character.codePointAt(0) ?? 0).toString(8).padStart(3, '0')}`;

/** An expression between the slashes of an awk program. */
export const asAwkLiteral = (ere: string): string =>
	Array.from(ere, character => (isPlain(character) && character !== '/' ? character : octal(character))).join('');

/** The format with which `printf` of a POSIX shell writes the bytes of an expression: a command itself can only carry UTF-8. */
export const asPrintfFormat = (ere: string): string =>
	Array.from(ere, character =>
		character === '%' ? '%%' : character === '\\' ? '\\\\' : isPlain(character) ? character : octal(character),
	)
		.join('')
		.replace(/^-/, octal('-')); // Or it would be an option.
