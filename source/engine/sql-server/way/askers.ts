/** How the script ends: asked, nobody listens there, it failed for the reason that was written, and there is no program to ask with. */
export const exits = {asked: 0, refused: 4, failed: 6, none: 5} as const;

const python = String.raw`
import socket, sys
try:
	host, port, question = sys.argv[1:]
	family, kind, protocol, _, where = socket.getaddrinfo(host, int(port), type=socket.SOCK_DGRAM)[0]
	asker = socket.socket(family, kind, protocol)
	asker.settimeout(1)
	asker.connect(where)
	asker.send(bytes(int(byte, 8) for byte in question.split("\\")[1:]))
	sys.stdout.buffer.write(asker.recv(65535))
except socket.timeout:
	pass
except ConnectionRefusedError:
	sys.exit(${exits.refused})
except OSError as error:
	print(error.strerror)
	sys.exit(${exits.failed})`;

const perl = String.raw`
use Socket qw(SOCK_DGRAM getaddrinfo);
sub failed { print shift; exit ${exits.failed} }
my ($host, $port, $question) = @ARGV;
$question =~ s/\\(\d{3})/chr oct $1/ge;
my ($unknown, $found) = getaddrinfo($host, $port, {socktype => SOCK_DGRAM});
failed($unknown) if $unknown;
socket(my $asker, $found->{family}, $found->{socktype}, $found->{protocol}) or failed($!);
connect($asker, $found->{addr}) or failed($!);
defined(send($asker, $question, 0)) or failed($!);
vec(my $readable = "", fileno($asker), 1) = 1;
select($readable, undef, undef, 1) or exit 0;
defined(recv($asker, my $answer, 65535, 0)) or exit ${exits.refused};
binmode STDOUT;
print $answer;`;

const bash = String.raw`
exec 3<>"/dev/udp/$1/$2" || exit 1
printf "$3" >&3 || exit 1
dd bs=65535 count=1 <&3 & reader=$!
{ sleep 1; kill "$reader"; } >/dev/null &
wait "$reader"
[ $? = 1 ] && exit ${exits.refused}
exit 0`;

/** The programs of its own that the script hands on, as `$4`, `$5` and `$6`. */
export const programs: readonly string[] = [python, perl, bash];

/**
 * A POSIX script that sends one datagram and writes the answer that comes within a second: `$1` is the address, `$2` the port, `$3` the bytes
 * as octal escapes. A program that is there and does not work is as good as none. socat and nc do not tell a refusal from silence: with one of
 * them a machine where nobody listens counts as one that does not answer. What is left running is ended by whoever runs the script.
 */
export const askers = String.raw`
exec 2>/dev/null
by() { "$@"; code=$?; case $code in ${exits.asked}|${exits.refused}|${exits.failed}) exit $code; esac; }
by python3 -c "$4" "$1" "$2" "$3"
by perl -e "$5" "$1" "$2" "$3"
by bash -c "$6" bash "$1" "$2" "$3"
question() { printf "$3"; sleep 1; }
if command -v socat >/dev/null; then
	case $1 in *:*) host="[$1]" ;; *) host=$1 ;; esac
	question "$@" | socat - "UDP:$host:$2" & asker=$!
elif nc -h 2>&1 | grep -q -e -u; then # Not every one knows UDP.
	question "$@" | nc -u -w 1 "$1" "$2" & asker=$!
else
	exit ${exits.none}
fi
{ sleep 2; kill "$asker"; } >/dev/null &
wait "$asker"
exit 0`;
