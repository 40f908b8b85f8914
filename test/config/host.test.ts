import {hostname} from 'node:os';
import {expect, test} from 'vitest';
import {defaultHost, hostFromArgument} from '../../source/config/host.ts';
import {loadGood} from './support.ts';

const config = await loadGood('hosts: {er-forecast: {ssh: user@er, readonly: true}, staging: {}}');

test('without a config this machine is watched, and what it runs is discovered', () => {
	expect(defaultHost()).toMatchObject({
		name: hostname(),
		ssh: undefined,
		services: [],
		jobs: [],
		socket: '/var/run/docker.sock',
		errors: /ERROR|Exception/,
	});
});

test('a name of the config is that host', () => {
	expect(hostFromArgument('staging', config)).toBe(config.hosts[1]);
});

test.each(['me@10.0.0.1', 'me@er:2222', 'er:2222', 'DOMAIN\\me@er', 'me@example.org@er', 'me@[fe80::1%eth0]:22'])(
	'%s is an address, with and without a config',
	address => {
		expect(hostFromArgument(address, config)).toMatchObject({name: address, ssh: address, readonly: false});
		expect(hostFromArgument(address, undefined)).toEqual(hostFromArgument(address, config));
	},
);

test('without a config a bare name is one of ~/.ssh/config', () => {
	expect(hostFromArgument('er', undefined)).toMatchObject({name: 'er', ssh: 'er'});
});

test('with a config a bare name must be one of its hosts', () => {
	expect(() => hostFromArgument('er-forcast', config)).toThrow(
		'There is no host er-forcast in the config: its hosts are er-forecast, staging. Did you mean er-forecast? If not, name another, or write user@host.',
	);
	expect(() => hostFromArgument('production', config)).toThrow(
		'There is no host production in the config: its hosts are er-forecast, staging. Name one of them, or write user@host.',
	);
});

test.each([
	'',
	'-v',
	'me@',
	'@er',
	'me@-oProxyCommand=x',
	'me@er:0',
	'me@er:65536',
	'me@er:ssh',
	'a b',
	'ssh://me@er',
	'er\u001b[31m',
])('%j is no host', argument => {
	expect(() => hostFromArgument(argument, undefined)).toThrow(
		/^Cannot use ".*" as a host: expected user@host, user@host:port or a name of ~\/\.ssh\/config\./,
	);
});
