import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {loadConfig} from '../../source/config/load.ts';
import {makeDirectory} from './support.ts';

const write = async (directory: string, name: string, host: string) => {
	await mkdir(join(directory, name, '..'), {recursive: true});
	await writeFile(join(directory, name), `hosts: {${host}: {}}`);
};

test('the file named by --config comes first, then the one here, then the one of the user', async () => {
	await using home = await makeDirectory();
	const cwd = join(home.path, 'work');
	const environment = {HOME: home.path};
	const firstHost = async (file?: string) => (await loadConfig({file, cwd, environment}))?.hosts[0].name;

	await mkdir(cwd);
	expect(await firstHost()).toBeUndefined();
	await write(home.path, '.config/mlops-tui/config.yml', 'of-user');
	expect(await firstHost()).toBe('of-user');
	await write(home.path, 'work/mlops-tui.yml', 'here');
	expect(await firstHost()).toBe('here');
	await write(home.path, 'other.yml', 'named');
	expect(await firstHost('../other.yml')).toBe('named');
});

test('the user can have configs elsewhere', async () => {
	await using home = await makeDirectory();
	await write(home.path, 'elsewhere/mlops-tui/config.yml', 'elsewhere');
	const config = await loadConfig({
		cwd: home.path,
		environment: {HOME: '/nonexistent', XDG_CONFIG_HOME: join(home.path, 'elsewhere')},
	});
	expect(config?.file).toBe(join(home.path, 'elsewhere/mlops-tui/config.yml'));
});

test('a problem in the file of the user names the whole path', async () => {
	await using home = await makeDirectory();
	await write(home.path, '.config/mlops-tui/config.yml', '5');
	await expect(loadConfig({cwd: home.path, environment: {HOME: home.path}})).rejects.toThrow(
		`${home.path}/.config/mlops-tui/config.yml:1:9 hosts.5: expected a name of a host`,
	);
});

test.each([
	['missing.yml', 'there is no such file'],
	['mlops-tui.yml/missing.yml', 'there is no such file'],
	['.', 'it is a directory'],
])('--config %s is a problem: %s', async (file, why) => {
	await using directory = await makeDirectory();
	await write(directory.path, 'mlops-tui.yml', 'here');
	await expect(loadConfig({file, cwd: directory.path, environment: {}})).rejects.toThrow(
		`Cannot read ${file}: ${why}. Check its path and permissions, or name another file with --config.`,
	);
});

test('a file too large for a config is not read', async () => {
	await using directory = await makeDirectory();
	await writeFile(join(directory.path, 'mlops-tui.yml'), '#'.repeat(1024 * 1024 + 1));
	await expect(loadConfig({cwd: directory.path, environment: {}})).rejects.toThrow('it is larger than a config can be');
});
