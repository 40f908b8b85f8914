import {expect, test} from 'vitest';
import {runRestart} from '../../source/commands/run-restart.ts';
import type {HostConfig} from '../../source/config/config.ts';
import {specOf, type Behaviour} from '../../source/demo/docker-engine/container.ts';
import type {Deed} from '../../source/flow/perform.ts';
import {waitUntil} from '../support/wait.ts';
import {nobody, startHost} from './support.ts';

const composeFile = 'docker compose -f docker-compose.services.yml';

/** The practice server, and `mlops-tui restart` on it. */
const startRestarting = async (scenario: string) => {
	const host = await startHost(scenario);
	const printed: string[] = [];
	const deeds: Deed[] = [];
	const over = new AbortController();
	return {
		...host,
		printed,
		deeds,
		over,
		restart: async (
			names: readonly string[],
			{
				exited = false,
				config = {},
				audit = async deed => void deeds.push(deed),
			}: {exited?: boolean; config?: Partial<HostConfig>; audit?: (deed: Deed) => Promise<void>} = {},
		): Promise<number> =>
			runRestart(
				{names, exited},
				{
					host: {...host.practice.host, ...config},
					reach: host.reach({...host.practice.host, ...config}),
					asker: nobody,
					print: line => void printed.push(line),
					now: () => new Date(),
					signal: over.signal,
				},
				audit,
			),
		/** Adds a service to the project, or to another one. */
		up(service: string, project = 'er-forecast', behaviour: Partial<Behaviour> = {}, number = 1) {
			const id = host.practice.world.create(
				specOf({
					name: `${project}-${service}-${number}`,
					labels: {
						'com.docker.compose.project': project,
						'com.docker.compose.service': service,
						'com.docker.compose.container-number': String(number),
						'com.docker.compose.oneoff': 'False',
						'com.docker.compose.project.working_dir': `/srv/${project}`,
						'com.docker.compose.project.config_files': `/srv/${project}/compose.yml`,
					},
					restartPolicy: 'always',
					behaviour: {
						starting: [],
						stopping: {says: [], takes: 50, exitCode: 0},
						ending: undefined,
						...behaviour,
					},
				}),
			);
			host.practice.world.start(id);
			return id;
		},
	};
};

const runs = (host: Awaited<ReturnType<typeof startRestarting>>, name: string): boolean =>
	host.practice.world.find(name).status === 'running';

test('the command is printed first, then what is seen, and the last of it is written down', async () => {
	await using host = await startRestarting('morning');
	expect(await host.restart(['grafana'])).toBe(0);
	expect(host.printed[0]).toBe(`${composeFile} restart grafana`);
	expect(host.printed[1]).toBe('restarting grafana');
	expect(host.printed.at(-1)).toMatch(/^grafana restarted in \d+s · healthy in \d+s · 0 new errors$/);
	expect(host.deeds).toEqual([{command: `${composeFile} restart grafana`, outcome: host.printed.at(-1)}]);
});

test('several services are one command, and one named twice is restarted once', async () => {
	await using host = await startRestarting('morning');
	expect(await host.restart(['grafana', 'mlflow', 'grafana'])).toBe(0);
	expect(host.printed[0]).toBe(`${composeFile} restart grafana mlflow`);
	expect(host.printed.at(-1)).toMatch(/^grafana restarted .*; mlflow restarted /);
});

test('a service that exits again is a failure', async () => {
	await using host = await startRestarting('calm');
	host.up('crasher', 'er-forecast', {ending: {after: 300, exitCode: 3}});
	expect(await host.restart(['crasher'])).toBe(1);
	expect(host.printed.at(-1)).toMatch(/^crasher exited (again )?after \ds \(exit 3\)$/);
	expect(host.deeds[0]?.outcome).toBe(host.printed.at(-1));
});

test('a service that there is not is refused, and the one that was meant is named', async () => {
	await using host = await startRestarting('morning');
	await expect(host.restart(['grafana', 'mlfow'])).rejects.toThrow(
		'Cannot restart mlfow: no compose project on this host has a service of that name; there is mlflow. Choose one of grafana, minio, mlflow, postgres, prometheus.',
	);
	expect(host.printed).toEqual([]);
	expect(host.deeds).toEqual([]);
	expect(runs(host, 'er-forecast-grafana-1')).toBe(false);
});

test('where there is no service at all, that is said', async () => {
	await using host = await startRestarting('calm');
	for (const {id} of host.practice.world.containers()) host.practice.world.remove(id, {force: true});
	await expect(host.restart(['web'], {config: {services: []}})).rejects.toThrow(
		'Check that this is the right host: it has no compose service at all.',
	);
});

test('a name that two projects have is asked about, and the project tells them apart', async () => {
	await using host = await startRestarting('morning');
	host.up('grafana', 'shop');
	await expect(host.restart(['grafana'])).rejects.toThrow(
		'Cannot restart grafana: several compose projects on this host have a service of that name. Choose one of er-forecast/grafana, shop/grafana.',
	);
	expect(host.printed).toEqual([]);
	expect(await host.restart(['er-forecast/grafana'])).toBe(0);
	expect(host.printed[0]).toBe(`${composeFile} restart grafana`);
});

test('a service that nobody created is refused before any command is shown', async () => {
	await using host = await startRestarting('calm');
	host.practice.world.remove('er-forecast-grafana-1', {force: true});
	await expect(host.restart(['grafana'])).rejects.toThrow('Cannot restart grafana: it has no container');
	expect(host.printed).toEqual([]);
	expect(host.deeds).toEqual([]);
});

test('--exited restarts what has exited, and leaves what runs and what is protected alone', async () => {
	await using host = await startRestarting('morning');
	host.practice.world.die('er-forecast-postgres-1', 1);
	expect(await host.restart([], {exited: true})).toBe(0);
	expect(host.printed.slice(0, 2)).toEqual([
		'left alone: postgres (protected: restart it by its name)',
		`${composeFile} restart grafana`,
	]);
	expect(runs(host, 'er-forecast-postgres-1')).toBe(false);
	expect(await host.restart([], {exited: true})).toBe(1);
	expect(host.printed.at(-1)).toBe('left alone: postgres (protected: restart it by its name)');
	expect(host.deeds).toHaveLength(1);
	expect(await host.restart(['postgres'])).toBe(0);
	expect(runs(host, 'er-forecast-postgres-1')).toBe(true);
});

test('--exited leaves a service alone of which another container still runs', async () => {
	await using host = await startRestarting('calm');
	const down = host.up('worker');
	host.up('worker', 'er-forecast', {}, 2);
	host.practice.world.die(down, 1);
	expect(await host.restart([], {exited: true})).toBe(1);
	expect(host.printed).toEqual(['left alone: worker (worker-2 would be restarted too: restart it by its name)']);
	expect(runs(host, 'er-forecast-worker-1')).toBe(false);
});

test('when nothing has exited there is nothing to do, and nothing to write down', async () => {
	await using host = await startRestarting('calm');
	expect(await host.restart([], {exited: true})).toBe(0);
	expect(host.printed).toEqual(['no service has exited: nothing to restart']);
	expect(host.deeds).toEqual([]);
});

test('a host that is read-only is not even asked', async () => {
	await using host = await startRestarting('morning');
	await expect(host.restart(['grafana'], {config: {readonly: true}})).rejects.toThrow(
		'Nothing is restarted: er-forecast is read-only.',
	);
	expect(host.practice.ssh.connections).toBe(0);
});

test('when it cannot be written down, what was seen has been printed all the same', async () => {
	await using host = await startRestarting('morning');
	const failure = new Error('the disk is full');
	const audit = async (): Promise<never> => {
		throw failure;
	};
	await expect(host.restart(['grafana'], {audit})).rejects.toBe(failure);
	expect(host.printed.at(-1)).toMatch(/^grafana restarted /);
});

test.each([
	['somebody stops watching', 'it was no longer watched'],
	['the connection is lost', 'the server closed it'],
] as const)('when %s the outcome is unknown, and is written down as that', async (event, why) => {
	await using host = await startRestarting('morning');
	const restarting = host.restart(['grafana']);
	await waitUntil(
		() => host.printed.some(line => line.startsWith('grafana restarted')),
		() => `never restarted:\n${host.printed.join('\n')}`,
	);
	if (event === 'the connection is lost') host.practice.ssh.dropAll();
	else host.over.abort();
	expect(await restarting).toBe(1);
	expect(host.printed.at(-1)).toBe(`grafana: outcome unknown: ${why}`);
	expect(host.deeds).toEqual([{command: host.printed[0], outcome: host.printed.at(-1)}]);
});

test('when Docker does not say what there is, nothing is done', async () => {
	await using host = await startRestarting('morning');
	host.practice.docker.faults.status500 = true;
	await expect(host.restart(['grafana'])).rejects.toThrow(/Docker/);
	expect(host.printed).toEqual([]);
});
