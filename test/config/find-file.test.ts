import {chown, lchown, mkdir, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
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

describe.skipIf(process.geteuid?.() !== 0)('where files can be given to others', () => {
	const somebody = 1234;
	const refusal =
		'Will not use mlops-tui.yml of this directory: it belongs to another user, and a config can name commands to be run as you. Read it, and if you trust it name it with --config ./mlops-tui.yml.';

	test('a file here that is of another user is used only when it is named', async () => {
		await using directory = await makeDirectory();
		const place = {cwd: directory.path, environment: {HOME: directory.path}};
		await write(directory.path, 'mlops-tui.yml', 'here');
		await write(directory.path, '.config/mlops-tui/config.yml', 'of-user');
		await chown(join(directory.path, 'mlops-tui.yml'), somebody, somebody);
		await expect(loadConfig(place)).rejects.toThrow(refusal);
		expect(await loadConfig({...place, file: './mlops-tui.yml'})).toMatchObject({hosts: [{name: 'here'}]});
	});

	test('a link of another user to a file of ours is not used', async () => {
		await using directory = await makeDirectory();
		await write(directory.path, 'ours.yml', 'ours');
		const link = join(directory.path, 'mlops-tui.yml');
		await symlink('ours.yml', link);
		expect(await loadConfig({cwd: directory.path, environment: {}})).toMatchObject({hosts: [{name: 'ours'}]});
		await lchown(link, somebody, somebody);
		await expect(loadConfig({cwd: directory.path, environment: {}})).rejects.toThrow(refusal);
	});

	test('whoever uses sudo has their own file, and no other', async () => {
		await using directory = await makeDirectory();
		await write(directory.path, 'mlops-tui.yml', 'here');
		await chown(join(directory.path, 'mlops-tui.yml'), somebody, somebody);
		const load = async (SUDO_UID: string) => loadConfig({cwd: directory.path, environment: {SUDO_UID}});
		expect(await load(String(somebody))).toMatchObject({hosts: [{name: 'here'}]});
		await expect(load('1235')).rejects.toThrow(refusal);
		await expect(load('')).rejects.toThrow(refusal);
	});
});

test('a file too large for a config is not read', async () => {
	await using directory = await makeDirectory();
	await writeFile(join(directory.path, 'mlops-tui.yml'), '#'.repeat(1024 * 1024 + 1));
	await expect(loadConfig({cwd: directory.path, environment: {}})).rejects.toThrow('it is larger than a config can be');
});
