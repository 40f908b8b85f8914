/** The same expression without the flags `g` and `y`, with which `test` begins where its last call ended. */
export const withoutMemory = (pattern: RegExp): RegExp =>
	pattern.global || pattern.sticky ? new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '')) : pattern;
