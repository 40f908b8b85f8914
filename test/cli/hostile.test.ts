import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {specOf} from '../../source/demo/docker-engine/container.ts';
import {startDockerEngine, type DockerEngine} from '../../source/demo/docker-engine/docker-engine.ts';
import {createWorld} from '../../source/demo/docker-engine/world.ts';
import {openDesk, type Desk, type Ended} from '../support/program.ts';

/** Sets the title, colours what follows, does so in one byte, turns the text round, and begins a line. */
const evil = (name: string): string => `${name}\u001B]0;owned\u0007\u001B[31m\u009B31m\u202E\nok`;
/** What is left of it: escape sequences are gone, the rest is a dot. */
const tame = (name: string): string => `${name}··ok`;

let desk: Desk;
let docker: DockerEngine;

const labels = (service: string, oneOff: 'True' | 'False') => ({
	'com.docker.compose.project': evil('project'),
	'com.docker.compose.service': service,
	'com.docker.compose.container-number': '1',
	'com.docker.compose.oneoff': oneOff,
	'com.docker.compose.project.working_dir': `/srv/${evil('directory')}`,
	'com.docker.compose.project.config_files': `/srv/${evil('directory')}/${evil('file')}`,
});

beforeAll(async () => {
	desk = await openDesk();
	const world = createWorld({pace: 0.1});
	docker = await startDockerEngine({socket: join(desk.directory, 'docker.sock'), world});
	const service = world.create(
		specOf({name: 'service', labels: labels(evil('web'), 'False'), restartPolicy: 'always'}),
	);
	world.start(service);
	world.die(service, 1);
	const run = world.create(specOf({name: 'run', labels: labels(evil('job'), 'True')}));
	world.start(run);
	world.writeLog(run, `2026-11-21 03:15:00 ERROR ${evil('trouble')}`);
	world.die(run, 1);
	await desk.write(
		'mlops-tui.yml',
		[
			'hosts:',
			`  ${JSON.stringify('box\u202E\u009B31m')}:`,
			`    directory: ${JSON.stringify(join(desk.directory, evil('nowhere')))}`,
			`    docker: {socket: ${join(desk.directory, 'docker.sock')}}`,
			`    logs: {${JSON.stringify(evil('log'))}: ${JSON.stringify(evil('a.log'))}}`,
			'',
		].join('\n'),
	);
});
afterAll(async () => {
	await docker[Symbol.asyncDispose]();
	docker.world[Symbol.dispose]();
	await desk[Symbol.asyncDispose]();
});

const expectHarmless = ({stdout, stderr}: Ended): void => {
	for (const line of `${stdout}${stderr}`.split('\n'))
		expect(line).not.toMatch(/[\p{Cc}\u200E\u200F\u2028-\u202E\u2066-\u2069]/u);
};

test('the table of a host with hostile names obeys none of them', async () => {
	const ended = await desk.run(['check']);
	expectHarmless(ended);
	expect(ended).toMatchObject({code: 2, stderr: ''});
	expect(ended.stdout).toContain(tame('web'));
	expect(ended.stdout).toContain(tame('job'));
});

test('the JSON is as harmless, and a host keeps the name of the config', async () => {
	const ended = await desk.run(['check', '--json']);
	expectHarmless(ended);
	expect(JSON.parse(ended.stdout)).toMatchObject({
		host: 'box\u202E\u009B31m',
		services: [{service: tame('web'), project: tame('project')}],
		jobs: [{job: tame('job')}],
	});
});

test('a refused restart names the services there are, harmlessly', async () => {
	const ended = await desk.run(['restart', evil('grafana')]);
	expectHarmless(ended);
	expect(ended).toMatchObject({code: 1, stdout: ''});
	expect(ended.stderr).toBe(
		`Cannot restart ${tame('grafana')}: no compose project on this host has a service of that name. Choose one of ${tame('web')}.\n`,
	);
});

test('a restart tells and writes down what it does, harmlessly', async () => {
	const ended = await desk.run(['restart', '--exited']);
	expectHarmless(ended);
	expect(ended).toMatchObject({code: 0, stderr: ''});
	expect(ended.stdout).toContain(`\nrestarting ${tame('web')}\n`);
	expect(await desk.audit()).toMatchObject([{outcome: expect.stringContaining('restarted in')}]);
});
