/** Where runs are kept: below the user's directory for state, or where that cannot be written in one of their own among temporary files. */
const places = `
state=$XDG_STATE_HOME
case $state in /*) ;; *) state=$HOME/.local/state ;; esac
state=$state/mlops-tui/runs
temporary=$TMPDIR
case $temporary in /*) ;; *) temporary=/tmp ;; esac
own() { [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]; }
`;

/**
 * Whether the process that was noted for a run is there: by its number, and by having the directory of that run among its words, since numbers are
 * used again.
 */
const alive = `
alive() {
	pid=
	read -r pid 2>/dev/null <"$1/pid" || return 1
	case $pid in '' | *[!0-9]*) return 1 ;; esac
	if [ -d /proc/self ]
	then tr '\\000' '\\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "$1"
	else ps -o args= -p "$pid" 2>/dev/null | grep -qF -e "$1"
	fi
}
`;

/** Its exit code is looked for again once its process is seen to be gone: it may have ended in between. */
const look = `
look() {
	[ -f "$1/about" ] || return 0
	word=going code=- ended=- stopped=-
	[ -f "$1/exit" ] || alive "$1" || word=lost
	[ ! -f "$1/exit" ] || { word=ended; read -r code ended <"$1/exit"; }
	[ ! -f "$1/stopped" ] || stopped=stopped
	IFS= read -r about <"$1/about"
	printf 'run %s %s %s %s\\n%s\\n%s\\n' "$word" "$code" "$ended" "$stopped" "$1" "$about"
}
`;

/** Words: none for all runs that are kept, or the directory of one. */
export const lookScript = `${places}${alive}${look}
if [ $# -gt 0 ]; then look "$1"; exit 0; fi
for place in "$state" "$temporary"/mlops-tui-runs.*; do
	own "$place" || continue
	for one in "$place"/[0-9]*.*; do look "$one"; done
done
exit 0
`;

/**
 * The process that a run belongs to, in a session of its own. It says that it has begun once it can be found again; its exit code is written beside
 * and moved to its name, so that nobody reads half of it. Words: directory, about, where to work, DOCKER_HOST, umask, then the command.
 */
export const superviseScript = `
dir=$1 about=$2 place=$3 docker=$4 mask=$5
shift 5
trap '' HUP
trap : INT TERM
printf '%s\\n' "$$" >"$dir/pid" || exit 71
printf '%s\\n' "$about" >"$dir/about.new" && mv -f "$dir/about.new" "$dir/about" || exit 71
echo begun
exec >>"$dir/output.log" 2>&1
umask "$mask"
[ -z "$docker" ] || export DOCKER_HOST="$docker"
if cd -- "$place"; then "$@"; code=$?; else code=71; fi
umask 077
printf '%s %s\\n' "$code" "$(date +%s)" >"$dir/exit.new" && mv -f "$dir/exit.new" "$dir/exit"
`;

/** Of the runs that are over the newest 50 are kept, for 14 days. */
const clean = `
now=$(date +%s) kept=0
ls -1r "$runs" | while IFS=. read -r epoch token; do
	case $epoch$token in '' | *[!0-9a-f]*) continue ;; esac
	one=$runs/$epoch.$token
	[ -f "$one/exit" ] || ! alive "$one" || continue
	kept=$((kept + 1))
	[ "$kept" -le 50 ] && [ $((now - epoch)) -le 1209600 ] || rm -rf -- "$one"
done
`;

/**
 * Starts a run and writes the name of its directory once it has begun. Words: about, its id, where to work, DOCKER_HOST, then the command. `set -m`
 * gives it a process group of its own where there is no setsid.
 */
export const startScript = `${places}${alive}
supervise=$1 about=$2 id=$3 place=$4 docker=$5
shift 5
mask=$(umask)
umask 077
if mkdir -p "$state" 2>/dev/null && [ -w "$state" ]
then runs=$state
else
	runs=
	for one in "$temporary"/mlops-tui-runs.*; do own "$one" && [ -w "$one" ] && runs=$one && break; done
	[ -n "$runs" ] || runs=$(mktemp -d "$temporary/mlops-tui-runs.XXXXXX") || exit 71
fi
dir=$runs/$(date +%s).$id
mkdir "$dir" && : >"$dir/output.log" || exit 71
if command -v setsid >/dev/null 2>&1
then begun=$(setsid sh -c "$supervise" mlops-tui-run "$dir" "$about" "$place" "$docker" "$mask" "$@" </dev/null 2>"$dir/output.log" &)
else begun=$(set -m; nohup sh -c "$supervise" mlops-tui-run "$dir" "$about" "$place" "$docker" "$mask" "$@" </dev/null 2>"$dir/output.log" &)
fi
[ "$begun" = begun ] || { cat "$dir/output.log" >&2; rm -rf -- "$dir"; exit 71; }
printf '%s\\n' "$dir"
(${clean}) >/dev/null 2>&1
exit 0
`;

/** Asks what belongs to a run to end. Words: its directory, and whether to (`signal`) or only to note that somebody stopped it. */
export const stopScript = `${alive}
: >"$1/stopped" || exit 71
[ "$2" = signal ] || exit 0
alive "$1" || exit 0
kill -TERM "-$pid"
`;
