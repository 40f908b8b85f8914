import {asPrintfFormat} from '../../../parse/ere/spell.ts';
import {sh} from '../../host/shell.ts';
import {packingOf} from './packing.ts';
import {farAway, linesAhead, scanProgram} from './scan-awk.ts';
import {afterTraceback, type HostExpressions} from './scan-expressions.ts';
import type {ScanRequest} from './scan-request.ts';

/** How the script ends where it does not search, or not to the end. */
export const exits = {
	ENOENT: 81,
	EACCES: 82,
	EISDIR: 83,
	notRegular: 84,
	replaced: 85,
	/** The host has no tools that can be trusted with it. */
	unable: 86,
	failed: 87,
} as const;

/** Bytes behind the end of what is searched that may be read too. */
const near = 16 * 1024 * 1024;

/** Opens the piece as descriptor 9, if it is a file, may be read, and is the one that is meant. */
const opening = ({path, part}: ScanRequest['piece']): string => {
	const isNamed = /^\d+:\d+$/.test(part);
	return `export LC_ALL=C
${sh`test -e ${path} || exit ${exits.ENOENT}
test -d ${path} && exit ${exits.EISDIR}
test -f ${path} || exit ${exits.notRegular}
test -r ${path} || exit ${exits.EACCES}
exec 9<${path} || exit ${exits.EACCES}`}
${isNamed ? sh`part=$(stat -L -c %d:%i /proc/self/fd/9 2>/dev/null) && test "$part" != ${part} && exit ${exits.replaced}` : ''}
`;
};

/** Looks whether the piece can be read, and no further. */
export const checkScript = ({piece}: ScanRequest): string => `${opening(piece)}exit 0`;

/**
 * Searches a piece on the host that has it. On stdout each line is one of
 * `OFFSET SIZE SHOWN TEXT`, a line of the log: where it begins, its bytes with its line end, and of how many bytes of text these are the first
 * (in front of the text of one that is longer than what is kept of it stands one of `longLineSigns`);
 * `@OFFSET`, as far as it has come; `=LINES BYTES`, all of it. The two latter come on stderr as well, and `!CODE` where a tool failed.
 *
 * GNU's grep tells where the lines begin that it finds, and is the fastest; every awk can count. Some take a NUL for the end of a line, so that
 * they are handed U+0001. `dd` moves the position that all who share the descriptor read from (POSIX lets it read instead; then it is slower).
 */
export const scanScript = (request: ScanRequest, expressions: HostExpressions): string => {
	const {piece, end} = request;
	const within = {...request, end: Math.min(end, farAway)};
	const tools = `command -v awk >/dev/null || exit ${exits.unable}
${sh`alone=${scanProgram(within, expressions, 'alone')}`}
awk "$alone" </dev/null >/dev/null 2>&1 || exit ${exits.unable}
if test "$(printf 'a\\000bc\\n' | awk '/a.b/ {print length($0) $0}' | wc -c)" -eq 6; then
	look() { awk "$1"; }
else
	look() { tr '\\000' '\\001' | awk "$1"; }
fi
`;
	return opening(piece) + tools + (piece.compressed ? unpacked(within) : plain(within, expressions));
};

const unpacked = ({piece, start, end}: ScanRequest): string => {
	// Without it nobody could tell whether the last line has an end.
	const ended = end === farAway ? ' echo;' : '';
	const limited = end === farAway ? '' : sh` | head -c ${Math.max(0, end - start)}`;
	const {tool, failures} = packingOf(piece.path);
	return `command -v ${tool} >/dev/null || exit ${exits.unable}
{ { ${tool} -dc <&9; case $? in ${failures}) echo '!1' >&2;; esac;${ended} } | ${sh`tail -c ${`+${start + 1}`}`}${limited}; } | look "$alone" || exit ${exits.failed}
exit 0`;
};

const plain = (request: ScanRequest, expressions: HostExpressions): string => {
	const {piece, start, end} = request;
	const {find, inverse} = expressions;
	// A process in between takes several times as long as the search: what little stands behind the end is left out afterwards.
	const limited = piece.size - end <= near ? '' : sh`head -c ${Math.max(0, end - start)} | `;
	const grep = `{ grep ${grepOptions(request, inverse).join(' ')} -e "$ere"; test $? -eq 2 && echo '!2' >&2; }`;
	return `ere=$(printf ${sh`${asPrintfFormat(find)}`})
${sh`behind=${scanProgram(request, expressions, 'behind grep')}`}
${sh`dd bs=1 skip=${start} count=0 <&9 2>/dev/null || exit ${exits.replaced}`}
grep -E -e "$ere" </dev/null >/dev/null 2>&1
if test $? -le 1 && test "$(printf 'a\\nb\\n' | grep -abE b 2>/dev/null)" = 2:b; then
	while sleep 1 </dev/null >/dev/null 2>&1 9<&-; do
		{ read -r _ at </proc/$$/fdinfo/9; } 2>/dev/null || exit
		echo "@$at" >&2
	done >/dev/null &
	telling=$!
	${counting(request, limited)}
	{ ${limited}${grep}; } <&9 | look "$behind" || exit ${exits.failed}
	kill $telling 2>/dev/null
	wait $count
else
	{ ${limited}look "$alone"; } <&9 || exit ${exits.failed}
fi
exit 0`;
};

const grepOptions = (request: ScanRequest, inverse: boolean): readonly string[] => {
	const {after = 0, tracebacks = false} = request;
	const ahead = linesAhead(request);
	const behind = Math.max(after, tracebacks ? afterTraceback : 0);
	return [inverse ? '-vabE' : '-abE', ...(ahead > 0 ? [`-B${ahead}`] : []), ...(behind > 0 ? [`-A${behind}`] : [])];
};

/**
 * Counts the lines beside the search, so that the file is read from the disk once for both; what it counts behind the end is taken off again.
 * The file that is open may have another name by now.
 */
const counting = ({piece: {path}, start, end}: ScanRequest, limited: string): string =>
	sh`again=/proc/$$/fd/9
	test -r $again || again=${path}
	{
		dd bs=1 skip=${start} count=0 2>/dev/null
		set -- $(` +
	limited +
	sh`wc -lc)
		over=$(($2 + ${start} - ${end}))
		if test $over -gt 0; then
			set -- $(($1 - $({ dd bs=1 skip=${end} count=0 2>/dev/null; head -c $over | wc -l; } <"$again"))) ${end - start}
		fi
		last=$(dd bs=1 skip=$(($2 + ${start} - 1)) count=1 <"$again" 2>/dev/null | wc -l)
		test "$2" -gt 0 && test "$last" -eq 0 && set -- $(($1 + 1)) $2
		echo "=$1 $2" >&2
	} <"$again" >/dev/null &
	count=$!`;
