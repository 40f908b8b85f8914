import {once} from 'node:events';
import {mkdir} from 'node:fs/promises';
import {createServer, type Server} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {specOf} from '../../source/demo/docker-engine/container.ts';
import {startDockerEngine, type DockerEngine} from '../../source/demo/docker-engine/docker-engine.ts';
import {createWorld} from '../../source/demo/docker-engine/world.ts';
import {openDesk, type Desk} from '../support/program.ts';

let desk: Desk;
let docker: DockerEngine;
/** A port where nobody listens, and one where somebody listens and never says a word. */
let closed: number;
let silent: Server;

const listen = async (): Promise<Server> => {
	const server = createServer(socket => socket.on('error', () => {}).resume());
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server;
};

const portOf = (server: Server): number => {
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
};

beforeAll(async () => {
	desk = await openDesk();
	const world = createWorld();
	docker = await startDockerEngine({socket: join(desk.directory, 'docker.sock'), world});
	world.start(
		world.create(
			specOf({
				name: 'shop-web-1',
				labels: {
					'com.docker.compose.project': 'shop',
					'com.docker.compose.service': 'web',
					'com.docker.compose.container-number': '1',
					'com.docker.compose.oneoff': 'False',
				},
			}),
		),
	);
	silent = await listen();
	const refusing = await listen();
	closed = portOf(refusing);
	refusing.close();
	await once(refusing, 'close');
	await mkdir(join(desk.directory, 'folder'));
	await desk.write('broken.yml', 'services:\n  web: [\n');
});
afterAll(async () => {
	silent.close();
	await docker[Symbol.asyncDispose]();
	docker.world[Symbol.dispose]();
	await desk[Symbol.asyncDispose]();
});

/** The config of one host that is this machine, with the practice Engine. */
const box = (...lines: readonly string[]): string =>
	['hosts:', '  box:', `    docker: {socket: ${join(desk.directory, 'docker.sock')}}`, ...lines, ''].join('\n');
const over = (address: string): string => ['hosts:', '  box:', `    ssh: ${address}`, ''].join('\n');

const oneSentence = /^[^\n]+: [^\n]+\. [^\n]+\.\n$/;

type Row = {
	readonly config?: () => string;
	readonly argv: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	readonly code: number;
	/** What the sentence says is wrong, and what to do next. */
	readonly says: string | RegExp;
};

const refused: Readonly<Record<string, Row>> = {
	'a config that is not there': {
		argv: ['check', '--config', 'none.yml'],
		code: 78,
		says: 'Cannot read none.yml: there is no such file. Check its path and permissions, or name another file with --config.',
	},
	'a config that is a directory': {
		argv: ['--config', 'folder'],
		code: 78,
		says: 'Cannot read folder: it is a directory.',
	},
	'a key that there is not': {
		config: () => box('    servcies: a.yml'),
		argv: ['check'],
		code: 78,
		says: 'mlops-tui.yml:4:5 hosts.box.servcies: there is no such key. Did you mean services? If not, leave it out.',
	},
	'a value of another type': {
		config: () => box('    readonly: maybe'),
		argv: ['restart', 'web'],
		code: 78,
		says: 'mlops-tui.yml:4:5 hosts.box.readonly: expected true or false, got "maybe". Correct line 4 and start mlops-tui again.',
	},
	'a variable that is not set': {
		config: () => box('    directory: ${NOWHERE_SET}'),
		argv: ['check', '--json'],
		code: 78,
		says: /^mlops-tui\.yml:4:5 hosts\.box\.directory: expected .*NOWHERE_SET.* Correct line 4 and start mlops-tui again\.$/,
	},
	'a password that is not set': {
		config: () => box(...sql(1433, "'${SQL_PASSWORD}'")),
		argv: ['check'],
		code: 78,
		says: /^mlops-tui\.yml:6:\d+ hosts\.box\.data\.patients\.password: expected .*SQL_PASSWORD/,
	},
	'a config that is no YAML': {
		config: () => 'hosts:\n  box: {ssh: a\n  b: c\n',
		argv: [],
		code: 78,
		says: /^mlops-tui\.yml:\d:\d.*: expected .* Correct line \d and start mlops-tui again\.$/,
	},
	'a host that the config does not have': {
		config: () => box(),
		argv: ['check', '--host', 'bax'],
		code: 64,
		says: 'There is no host bax in the config: its hosts are box. Did you mean box? If not, name another, or write user@host.',
	},
	'a host that is none': {
		argv: ['check', '--host', 'user@'],
		code: 64,
		says: 'Cannot use "user@" as a host: expected user@host, user@host:port or a name of ~/.ssh/config.',
	},
	'a scenario that there is not': {
		argv: ['--demo=evening'],
		code: 64,
		says: /^Cannot start the practice server as "evening": there is no such scenario\. Choose one of --demo=morning, /,
	},
	'an option that there is not': {
		argv: ['check', '--jsno'],
		code: 64,
		says: 'mlops-tui has no option --jsno: there is --json. See mlops-tui --help.',
	},
	'a word that would command the terminal': {
		argv: ['check', '--host', '\u001B]0;owned\u0007\u202Ea b\u009B31m'],
		code: 64,
		says: /^Cannot use ".*" as a host: expected user@host/,
	},
	'a file whose name would command the terminal': {
		argv: ['check', '--config', '\u001B[31mred\u202E.yml'],
		code: 78,
		says: 'Cannot read red·.yml: there is no such file.',
	},
	'the console without a terminal': {
		argv: ['--demo'],
		code: 1,
		says: 'Cannot open the console: input or output is not a terminal. Open it in a terminal, or use mlops-tui check --json in scripts.',
	},
	'a restart on a host that refuses': {
		config: () => over(`user@127.0.0.1:${closed}`),
		argv: ['restart', 'web'],
		code: 1,
		says: /^Cannot connect to user@127\.0\.0\.1:\d+: nothing listens on port \d+ of 127\.0\.0\.1\. Check the port, /,
	},
	'a restart without Docker': {
		config: () => 'hosts:\n  box:\n    docker: {socket: /nowhere/docker.sock}\n',
		argv: ['restart', '--exited'],
		code: 1,
		says: /^Cannot reach Docker on this machine: there is no socket at \/nowhere\/docker\.sock\. (?:Set `docker: |Start Docker |Install Docker )/,
	},
	'a restart of what there is not': {
		config: () => box(),
		argv: ['restart', 'wab'],
		code: 1,
		says: 'Cannot restart wab: no compose project on this host has a service of that name; there is web. Choose one of web.',
	},
	'a restart where it is forbidden': {
		config: () => box('    readonly: true'),
		argv: ['restart', 'web'],
		code: 1,
		says: 'Nothing is restarted: box is read-only. Leave out --readonly, or readonly: true in the config.',
	},
};

describe('one line on stderr, nothing on stdout', () => {
	test.each(Object.entries(refused))('%s', async (_name, {config = () => undefined, argv, environment, code, says}) => {
		const text = config();
		await using own = await openDesk();
		const here = text === undefined ? desk : own;
		if (text !== undefined) await own.write('mlops-tui.yml', text);
		const ended = await here.run(argv, environment);
		expect(ended).toMatchObject({code, stdout: ''});
		expect(ended.stderr).toMatch(oneSentence);
		expect(ended.stderr.trimEnd()).toMatch(says);
		expect(ended.stderr.trimEnd()).not.toMatch(/[\p{Cc}\u202A-\u202E]/u);
	});
});

/** Timers that run forty times as fast, so that nobody waits for a deadline. */
const hurry = btoa(
	'const {setTimeout: real} = globalThis; globalThis.setTimeout = (f, ms, ...rest) => real(f, ms / 40, ...rest);',
);

const sql = (port: number, password: string): readonly string[] => [
	'    data:',
	'      patients:',
	`        {server: 127.0.0.1, port: ${port}, database: ER, user: reader, password: ${password}, procedure: dbo.Latest}`,
];

const unknown: Readonly<Record<string, Omit<Row, 'code' | 'argv'> & {readonly known: boolean}>> = {
	'a host that refuses': {
		config: () => over(`user@127.0.0.1:${closed}`),
		says: /^Cannot connect to user@127\.0\.0\.1:\d+: nothing listens on port \d+/,
		known: false,
	},
	'a host that never answers': {
		config: () => over(`user@127.0.0.1:${portOf(silent)}`),
		environment: {NODE_OPTIONS: `--import data:text/javascript;base64,${hurry}`},
		says: /^Cannot connect to user@127\.0\.0\.1:\d+: 127\.0\.0\.1 did not answer on port \d+ within 20 seconds\. Check /,
		known: false,
	},
	'a host whose name is not known': {
		// Too long for a name, so that nobody has to be asked.
		config: () => over(`user@${'a'.repeat(64)}.invalid`),
		says: /: the name a+\.invalid is not known\. Check the name, /,
		known: false,
	},
	'a machine without Docker': {
		config: () => 'hosts:\n  box:\n    docker: {socket: /nowhere/docker.sock}\n',
		says: /^Cannot reach Docker on this machine: there is no socket at \/nowhere\/docker\.sock\. (?:Set `docker: |Start Docker |Install Docker )/,
		known: false,
	},
	'a compose file that is not there': {
		config: () => box(`    directory: ${desk.directory}`, '    services: none.yml'),
		says: /none\.yml on this machine: it does not exist\. Check the path/,
		known: true,
	},
	'a compose file that does not parse': {
		config: () => box(`    directory: ${desk.directory}`, '    services: broken.yml'),
		says: /broken\.yml/,
		known: true,
	},
	'a SQL Server that is not there': {
		config: () => box(...sql(closed, "'${SQL_PASSWORD}'")),
		environment: {SQL_PASSWORD: 'secret'},
		says: /^Cannot reach SQL Server at 127\.0\.0\.1:\d+: the machine answers, but nothing listens on port \d+\. Check `port`/,
		known: true,
	},
};

describe('check exits 3, says why, and shows the rest', () => {
	test.each(Object.entries(unknown))('%s', async (_name, {config = () => '', environment, says, known}) => {
		await using own = await openDesk();
		await own.write('mlops-tui.yml', config());
		const {code, stdout, stderr} = await own.run(['check', '--json'], environment);
		const report = JSON.parse(stdout) as {
			status: string;
			problems: string[];
			services: Array<{service: string; status: string}>;
		};
		expect({code, stderr, status: report.status}).toEqual({code: 3, stderr: '', status: 'unknown'});
		expect(report.problems).toEqual([expect.stringMatching(says)]);
		expect(`${report.problems.join('\n')}\n`).toMatch(oneSentence);
		expect(report.services.map(({service, status}) => `${service} ${status}`)).toEqual(known ? ['web ok'] : []);
		expect(stdout).not.toContain('secret');
	});
});

test('a password that others can read is said on stderr, and the check goes on', async () => {
	await using own = await openDesk();
	await own.write('mlops-tui.yml', box(...sql(closed, 'secret')));
	const {code, stdout, stderr} = await own.run(['check', '--json']);
	expect(code).toBe(3);
	expect(JSON.parse(stdout)).toMatchObject({data: [{name: 'patients', verdict: 'failed'}]});
	expect(stderr).toMatch(oneSentence);
	expect(stderr).toMatch(/^Other users can read the password in mlops-tui\.yml: /);
	expect(stdout + stderr).not.toContain('secret');
});
