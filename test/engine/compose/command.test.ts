import {expect, test} from 'vitest';
import type {Service} from '../../../source/domain/service.ts';
import {createCommand, restartCommand} from '../../../source/engine/compose/command.ts';
import {serviceOf} from '../../support/service.ts';

const service = (parts: Partial<Service>): Service =>
	serviceOf('grafana', {
		project: 'er-forecast',
		workingDirectory: '/srv/ER-forecast',
		configFiles: ['/srv/ER-forecast/docker-compose.services.yml'],
		...parts,
	});

const here = {directory: '/srv/ER-forecast'};
const nowhere = {directory: undefined};

test('in the directory of the project it is what an operator would type', () => {
	expect(restartCommand([service({})], here)).toBe('docker compose -f docker-compose.services.yml restart grafana');
});

test('services of one project are one command, and each is named once', () => {
	expect(restartCommand([service({}), service({number: 2}), service({name: 'mlflow'})], here)).toBe(
		'docker compose -f docker-compose.services.yml restart grafana mlflow',
	);
});

test.each<[string, Partial<Service>]>([
	['docker compose -f /srv/ER-forecast/docker-compose.services.yml restart grafana', {}],
	['docker compose -f /srv/ER-forecast/docker-compose.services.yml -p staging restart grafana', {project: 'staging'}],
	[
		'docker compose -f /srv/ER-forecast/deploy/a.yml -f /srv/b.yml --project-directory /srv/ER-forecast restart grafana',
		{configFiles: ['/srv/ER-forecast/deploy/a.yml', '/srv/b.yml']},
	],
	['docker compose -p er-forecast restart grafana', {configFiles: [], workingDirectory: undefined}],
	[
		"docker compose -p er-forecast restart 'graf ana'",
		{configFiles: [], workingDirectory: undefined, name: 'graf ana'},
	],
])('%s', (command, parts) => {
	expect(restartCommand([service(parts)], nowhere)).toBe(command);
});

test('services of two projects are two commands', () => {
	const other = service({
		project: 'web',
		workingDirectory: '/srv/web',
		configFiles: ['/srv/web/compose.yml'],
		name: 'caddy',
	});
	expect(restartCommand([service({}), other], here)).toBe(
		'docker compose -f docker-compose.services.yml restart grafana && docker compose -f /srv/web/compose.yml restart caddy',
	);
});

test('a service that was never created is created and started', () => {
	expect(createCommand(service({containerId: undefined}), here)).toBe(
		'docker compose -f docker-compose.services.yml up -d grafana',
	);
});
