import {homedir, hostname, userInfo} from 'node:os';
import {join} from 'node:path';
import {ProblemError} from '../../domain/problem.ts';
import {askSsh, readSshConfig} from './ssh-settings.ts';
import type {Settings, SshTarget, WrittenHost} from './ssh-target.ts';
import {readWrittenHost} from './written-host.ts';

export type {SshTarget} from './ssh-target.ts';

/** More hops than anybody has; a host that is its own jump host would have no end. */
const mostHops = 8;

/** The names `ssh` tries when the configuration has none, without those of kinds that are not supported here. */
const defaultIdentities = ['id_rsa', 'id_ecdsa', 'id_ed25519'];

/** Expands `~`, `${VARIABLE}` and the tokens of ssh_config(5). */
type Expand = (value: string) => string;

const expansion = (tokens: Readonly<Record<string, string>>, home: string, environment: NodeJS.ProcessEnv): Expand => {
	const token = (whole: string, letter: string) => tokens[letter] ?? whole;
	return value =>
		value
			.replace(/^"(?<inside>.*)"$/, '$<inside>')
			.replace(/^~(?=\/|$)/, home)
			.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => environment[name] ?? '')
			.replaceAll(/%(.)/g, token);
};

const agentOf = (settings: Settings, expand: Expand, environment: NodeJS.ProcessEnv): string | undefined => {
	const configured = settings.get('identityagent');
	if (configured === 'none') return undefined;
	if (configured === undefined || configured === 'SSH_AUTH_SOCK')
		return (
			environment['SSH_AUTH_SOCK'] ??
			(process.platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : undefined)
		);
	return configured.startsWith('$') && !configured.startsWith('${')
		? environment[configured.slice(1)]
		: expand(configured);
};

const filesOf = (values: readonly string[], expand: Expand): string[] =>
	values
		.flatMap(value => value.match(/"[^"]*"|\S+/g) ?? [])
		.filter(path => path !== 'none')
		.map(path => expand(path));

/** The account's own home: what `ssh` goes by, whatever HOME says. */
const homeOfAccount = (environment: NodeJS.ProcessEnv): string => {
	try {
		return userInfo().homedir;
	} catch {
		return environment['HOME'] ?? homedir();
	}
};

const nameOfAccount = (environment: NodeJS.ProcessEnv): string => {
	try {
		return userInfo().username;
	} catch {
		return environment['USER'] ?? environment['USERNAME'] ?? 'root';
	}
};

const resolve = async (
	written: WrittenHost,
	label: string,
	environment: NodeJS.ProcessEnv,
	before: {readonly jump: SshTarget | undefined} | undefined,
	hops: number,
): Promise<SshTarget> => {
	if (hops > mostHops) {
		throw new ProblemError({
			what: `Cannot connect to ${label}`,
			why: `its ProxyJump goes through more than ${mostHops} hosts, or round in a circle`,
			next: 'look at `ProxyJump` in ~/.ssh/config',
		});
	}

	const asked = await askSsh(written, environment);
	const home = asked === undefined ? (environment['HOME'] ?? homedir()) : homeOfAccount(environment);
	const settings = asked ?? (await readSshConfig(written, home));
	const account = nameOfAccount(environment);
	const user = written.user ?? settings.get('user') ?? account;
	const port = written.port ?? Number(settings.get('port') ?? 22);
	const host = (settings.get('hostname') ?? written.host).replaceAll(/%[hn]/g, written.host).replaceAll('%%', '%');
	const hostKeyAlias = settings.get('hostkeyalias');
	const tokens = {
		'%': '%',
		d: home,
		h: host,
		i: String(process.getuid?.() ?? ''),
		k: hostKeyAlias ?? written.host,
		L: hostname().split('.')[0] ?? '',
		l: hostname(),
		n: written.host,
		p: String(port),
		r: user,
		u: account,
	};
	const expand = expansion(tokens, home, environment);

	if (before === undefined && (settings.get('proxycommand') ?? 'none') !== 'none') {
		throw new ProblemError({
			what: `Cannot connect to ${label}`,
			why: 'its ssh configuration has a ProxyCommand, which is not supported here',
			next: 'use `ProxyJump` instead in ~/.ssh/config, or name a host that is reached directly',
		});
	}

	const identities = settings.all('identityfile').filter(path => path !== 'none');
	const knownHosts = settings.all('userknownhostsfile');
	return {
		label,
		user,
		host,
		port,
		hostKeyAlias,
		identityFiles:
			identities.length > 0 || settings.get('identityfile') === 'none'
				? identities.map(path => expand(path))
				: defaultIdentities.map(name => join(home, '.ssh', name)),
		identitiesOnly: settings.get('identitiesonly') === 'yes',
		agent: agentOf(settings, expand, environment),
		knownHostsFiles: [
			...filesOf(knownHosts.length > 0 ? knownHosts : ['~/.ssh/known_hosts', '~/.ssh/known_hosts2'], expand),
			...filesOf(
				settings.get('globalknownhostsfile') === undefined
					? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']
					: settings.all('globalknownhostsfile'),
				expand,
			),
		],
		jump: before === undefined ? await resolveJump(settings.get('proxyjump'), environment, hops) : before.jump,
	};
};

/** A list of hops, the first one nearest to this machine; each has its own configuration, and only the first its own way. */
const resolveJump = async (
	list: string | undefined,
	environment: NodeJS.ProcessEnv,
	hops: number,
): Promise<SshTarget | undefined> => {
	if (list === undefined || list === 'none') return undefined;
	let jump: SshTarget | undefined;
	for (const [index, hop] of list.split(',').entries())
		jump = await resolve(readWrittenHost(hop), hop.trim(), environment, index === 0 ? undefined : {jump}, hops + 1);
	return jump;
};

/**
 * Where `user@host[:port]` or an alias leads, with `~/.ssh/config` applied as `ssh` would. Throws a `ProblemError` for what is no host, a
 * configuration that does not parse, and a ProxyCommand.
 */
export const resolveTarget = async (ssh: string, environment: NodeJS.ProcessEnv): Promise<SshTarget> =>
	resolve(readWrittenHost(ssh), ssh.trim(), environment, undefined, 0);
