import {ProblemError} from '../../../../source/domain/problem.ts';
import {NoBrowserError, NoInstanceError, type OpenPort} from '../../../../source/engine/sql-server/way/way.ts';
import {soon, type Situation} from './situation.ts';

const from = {through: 'er-forecast'} as const;
const to = {server: 'sql01', port: 1433} as const;
const coded = (code: string) => Object.assign(new Error('failed'), {code});
const failing = (error: Error): OpenPort =>
	async function () {
		throw error;
	};
const channel = (reason: number, text: string) =>
	Object.assign(new Error(`(SSH) Channel open failure: ${text}`), {reason});
const never = () => new Promise<never>(() => {});
const told = {what: 'Cannot reach sql01:1433', why: 'the house is dark', next: 'light a candle'};
const instance = {server: 'sql01', instance: 'SQLEXPRESS', port: 1} as const;

/** The name, SQL Browser and the port. */
export const wayThere: readonly Situation[] = [
	{
		title: 'a name that nobody knows',
		way: {...from, addressOf: () => Promise.reject(coded('ENOTFOUND')), openPort: never},
		config: to,
		expected: 'failed (name) at network',
		owner: 'whoever keeps the config',
		evidence: /^sql01 not found$/,
		why: /^er-forecast cannot resolve the name sql01$/,
	},
	{
		title: 'a name that is known to be unknown only when the port is opened',
		way: {...from, addressOf: () => Promise.resolve(undefined), openPort: failing(coded('EAI_AGAIN'))},
		config: to,
		expected: 'failed (name) at network',
		owner: 'whoever keeps the config',
	},
	{
		title: 'a name that is not known behind a tunnel',
		way: {
			...from,
			addressOf: () => Promise.resolve(undefined),
			openPort: failing(channel(2, 'Name or service not known')),
		},
		config: to,
		expected: 'failed (name) at network',
		owner: 'whoever keeps the config',
	},
	{
		title: 'name servers that do not answer',
		way: {...from, addressOf: never},
		config: to,
		deadline: 50,
		expected: 'timeout (name) at network',
		owner: 'the network team',
		evidence: /^no address for sql01 within 0s$/,
	},
	{
		title: 'an address that cannot be told is no reason to stop',
		way: {addressOf: () => Promise.reject(new Error('no getent'))},
		expected: 'fresh',
		owner: undefined,
	},
	{
		title: 'a port that nobody listens on',
		put: 'stopped',
		way: from,
		expected: 'failed (refused) at network',
		owner: 'the database team',
		evidence: /^localhost is 127\.0\.0\.1, connection refused on port \d+$/,
	},
	{
		title: 'every address refused',
		way: {openPort: failing(new AggregateError([coded('ECONNREFUSED')]))},
		expected: 'failed (refused) at network',
		owner: 'the database team',
	},
	{
		title: 'refused behind a tunnel',
		way: {...from, openPort: failing(channel(2, 'Connection refused'))},
		expected: 'failed (refused) at network',
		owner: 'the database team',
	},
	{
		title: 'refused, and already put into words',
		way: {...from, openPort: failing(new ProblemError(told, {cause: coded('ECONNREFUSED')}))},
		expected: 'failed (refused) at network',
		owner: 'the database team',
	},
	{
		title: 'no route',
		way: {...from, openPort: failing(coded('EHOSTUNREACH'))},
		config: to,
		expected: 'failed (unreachable) at network',
		owner: 'the network team',
		why: /no route from er-forecast/,
	},
	{
		title: 'packets that a firewall drops, until our own time is over',
		way: {...from, openPort: never},
		config: to,
		deadline: 50,
		expected: 'timeout (network) at network',
		owner: 'the network team',
		evidence: /^sql01 is 127\.0\.0\.1, no answer within 0s$/,
		why: /firewall/,
	},
	{
		title: 'packets that a firewall drops, until the system gives up',
		way: {openPort: failing(coded('ETIMEDOUT'))},
		expected: 'timeout (network) at network',
		owner: 'the network team',
		why: /firewall/,
	},
	{
		title: 'cut as soon as it was opened',
		way: {openPort: failing(coded('ECONNRESET'))},
		expected: 'failed (reset) at network',
		owner: 'the database team',
	},
	{
		title: 'tunnels that are forbidden',
		way: {...from, openPort: failing(channel(1, 'open failed'))},
		expected: 'failed (forbidden) at network',
		owner: 'whoever keeps the host',
		why: /er-forecast does not allow tunnels/,
	},
	{
		title: 'something that was already put into words',
		way: {...from, openPort: failing(new ProblemError(told))},
		config: to,
		expected: 'failed (network) at network',
		owner: 'the network team',
		why: /^the house is dark$/,
	},
	{
		title: 'a reason that nobody foresaw',
		way: {openPort: failing(new Error('EWHAT\u001B[2J'))},
		expected: 'failed (network) at network',
		owner: 'the network team',
		why: /EWHAT/,
	},
	{
		title: 'an instance whose port SQL Browser tells',
		way: {...from, portOf: () => Promise.resolve(1435), openPort: failing(coded('ECONNREFUSED'))},
		config: instance,
		expected: 'failed (refused) at network',
		owner: 'the database team',
		evidence: /^sql01 is 127\.0\.0\.1, instance SQLEXPRESS has port 1435, connection refused on port 1435$/,
	},
	{
		title: 'an instance that is not there',
		way: {...from, portOf: () => Promise.reject(new NoInstanceError('SQLEXPRESS', ['ER', 'TEST']))},
		config: instance,
		expected: 'failed (instance) at network',
		owner: 'whoever keeps the config',
		evidence: /^sql01 is 127\.0\.0\.1, there is no instance SQLEXPRESS$/,
		why: /there is no instance SQLEXPRESS; it knows: ER, TEST$/,
	},
	{
		title: 'no SQL Browser',
		way: {...from, portOf: () => Promise.reject(new NoBrowserError('connection refused'))},
		config: instance,
		expected: 'failed (browser) at network',
		owner: 'the network team',
		why: /^SQL Browser on sql01 cannot be asked for the port of SQLEXPRESS: connection refused$/,
	},
	{
		title: 'a SQL Browser that does not answer',
		way: {...from, portOf: never},
		config: instance,
		deadline: 50,
		expected: 'timeout (browser) at network',
		owner: 'the network team',
		evidence: /^sql01 is 127\.0\.0\.1, no answer from SQL Browser within 0s$/,
	},
	{
		title: 'accepted, then silence',
		faults: {accept: 'hang'},
		deadline: soon,
		tls: 'too',
		expected: 'timeout (tls) at tls',
		owner: 'the database team',
	},
	{
		title: 'accepted, then closed',
		faults: {accept: 'close'},
		tls: 'too',
		expected: 'failed (reset) at tls',
		owner: 'the database team',
	},
	{
		title: 'accepted, then cut, in whichever step it is noticed',
		faults: {accept: 'reset'},
		tls: 'too',
		expected: /^failed \(reset\) at (?:network|tls)$/,
		owner: 'the database team',
	},
	{
		title: 'silence instead of a first answer',
		faults: {prelogin: 'hang'},
		deadline: soon,
		tls: 'too',
		expected: 'timeout (tls) at tls',
		owner: 'the database team',
	},
	{
		title: 'closed instead of a first answer',
		faults: {prelogin: 'close'},
		tls: 'too',
		expected: 'failed (reset) at tls',
		owner: 'the database team',
	},
	{
		title: 'cut instead of a first answer',
		faults: {prelogin: 'reset'},
		tls: 'too',
		expected: 'failed (reset) at tls',
		owner: 'the database team',
	},
	{
		title: 'a web server',
		listener: socket => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
		tls: 'too',
		expected: 'failed (protocol) at tls',
		owner: 'whoever keeps the config',
		evidence: /^the answer begins "HTTP\/1\.1 400 Bad Request"$/,
	},
	{
		title: 'an SSH server, which speaks first',
		listener: socket => socket.write('SSH-2.0-OpenSSH_9.2\u001B[2J\r\n'),
		expected: 'failed (protocol) at tls',
		owner: 'whoever keeps the config',
		evidence: /SSH-2\.0-OpenSSH_9\.2/,
	},
	{
		title: 'an answer that is not as SQL Server makes one',
		listener: socket => socket.once('data', () => socket.write(Buffer.from('0401000c000001000102030405', 'hex'))),
		tls: 'too',
		expected: 'failed (protocol) at tls',
		owner: 'whoever keeps the config',
	},
];
