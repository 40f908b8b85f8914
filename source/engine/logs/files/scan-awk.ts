import {asAwkLiteral} from '../../../parse/ere/spell.ts';
import {longestLine} from '../../../parse/lines/lines.ts';
import {longestAsked} from './long-line.ts';
import type {HostExpressions} from './scan-expressions.ts';
import type {ScanRequest} from './scan-request.ts';

/** What the host says of a line that is cut: its pattern matches all of it or not, or it is handed over whole to be asked there. */
export const longLineSigns = {matches: '+', differs: '-', whole: '?'} as const;

/** The same as `Infinity`, for a shell: a text whose end is not known, behind which a line end was put. */
export const farAway = Number.MAX_SAFE_INTEGER;

/** Bytes of long lines that are handed over whole, altogether; of those after them the host's answer has to do. */
const mostWhole = 4 * longestAsked;

/** Bytes between two signs of how far it has come. */
const stride = 16 * 1024 * 1024;

/** Lines before each hit that are wanted: an event without a time of its own takes that of the line before. */
export const linesAhead = ({before = 0, tracebacks = false}: ScanRequest): number =>
	Math.max(before, tracebacks ? 1 : 0);

/**
 * The program that picks the lines. `alone` it reads them all, looks for what is wanted and counts. `behind grep` it reads what that found, as
 * `OFFSET:TEXT`, and `OFFSET-TEXT` for what stands around it. Every line that is not wanted costs time, so little is done with it. `end` is a number.
 */
export const scanProgram = (
	request: ScanRequest,
	expressions: HostExpressions,
	where: 'alone' | 'behind grep',
): string => {
	const {start, end, after = 0, tracebacks = false} = request;
	const ahead = linesAhead(request);
	const alone = where === 'alone';
	const line = alone ? '$0' : 't';
	const wanted = alone ? asked(request, expressions) : 'w == ":"';
	const found = `hand(o, ${line}); run = p; left = ${after}; next`;
	return [
		hand(expressions),
		ahead > 0 ? handBefore(ahead) : '',
		`BEGIN { whole = ${mostWhole}; p = said = ${start}; run = handed = -1; bound = least(${end}, said + ${stride}) }`,
		alone ? readAll(end) : readFound(start, end),
		`${wanted} { ${ahead > 0 ? 'before(o); ' : ''}${found} }`,
		tracebacks ? `run == o && ${line} ~ /${asAwkLiteral(expressions.tracebackLine)}/ { ${found} }` : '',
		after > 0 ? `left > 0 && o == handed { hand(o, ${line}); left--; next }` : '',
		ahead > 0 ? keep(ahead, line) : '',
		alone ? (end === farAway ? countEnded(start) : `END { printf "=%.0f %.0f\\n", NR - over, p - ${start} }`) : '',
	]
		.filter(rule => rule !== '')
		.join('\n');
};

/** A line end was put behind what has none, or an empty line behind the last one. */
const countEnded = (start: number): string =>
	`END { any = NR > 0; printf "=%.0f %.0f\\n", NR - (any && p - o == 1), p - ${start} - any }`;

const asked = ({tracebacks = false}: ScanRequest, {pattern, errorStart, inverse}: HostExpressions): string => {
	const matches = `/${asAwkLiteral(pattern)}/`;
	if (inverse) return `!${matches}`;
	return tracebacks ? `${matches} || /${asAwkLiteral(errorStart)}/` : matches;
};

/** Where the host's answer to all of a long line may be wrong. An inverse expression matches no line with other characters. */
const isUnsure = ({exact, inverse}: HostExpressions): string =>
	inverse ? `s == "${longLineSigns.differs}" && t ~ /[^ -~]/` : exact ? '0' : `s == "${longLineSigns.matches}"`;

// Numbers above 2^31 are printed as 2e+09 by some.
const hand = (expressions: HostExpressions): string => `function least(a, b) { return a < b ? a : b }
function hand(o, t,  n, most, s) {
	n = length(t) + 1
	most = ${longestLine + 1}
	s = ""
	if (n > ${longestLine}) {
		s = t ~ /${asAwkLiteral(expressions.pattern)}/ ? "${longLineSigns.matches}" : "${longLineSigns.differs}"
		if (n <= ${longestAsked} && n <= whole && (${isUnsure(expressions)})) {
			s = "${longLineSigns.whole}"
			whole -= n
			most = n
		}
		sub(/\\015+$/, "", t)
		if (index(t, "\\015")) sub(/^.*\\015/, "", t)
	}
	printf "%.0f %.0f %.0f %s", o, n, length(t), s
	if (length(t) > most) t = substr(t, 1, most)
	print t
	handed = o + n
}`;

const readAll = (end: number): string => `{ o = p; p += length($0) + 1 }
p > bound {
	if (o >= ${end}) { over = 1; p = o; exit }
	if (p - said >= ${stride}) { said = p; printf "@%.0f\\n", p; fflush() }
	bound = least(${end}, said + ${stride})
}`;

const readFound = (start: number, end: number): string => `!match($0, /^[0-9]+[:-]/) { next }
{
	o = substr($0, 1, RLENGTH - 1) + ${start}; w = substr($0, RLENGTH, 1); t = substr($0, RLENGTH + 1)
	if (o >= ${end}) exit
	p = o + length(t) + 1
}`;

const place = (ahead: number, index: string): string => (ahead === 1 ? '0' : `${index} % ${ahead}`);

const keep = (ahead: number, line: string): string => {
	const here = place(ahead, 'kept');
	return `{ at[${here}] = o; text[${here}] = ${line}; kept++ }`;
};

/** Those of the lines kept that stand directly before the line at `o`. */
const handBefore = (ahead: number): string => {
	const last = place(ahead, '(i - 1)');
	const here = place(ahead, 'i');
	return `function before(o,  i) {
	for (i = kept; i > 0 && i > kept - ${ahead} && at[${last}] + length(text[${last}]) + 1 == o; i--) o = at[${last}]
	for (; i < kept; i++) hand(at[${here}], text[${here}])
	kept = 0
}`;
};
