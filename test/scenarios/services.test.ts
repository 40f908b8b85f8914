import {expect, test} from 'vitest';
import {openConsole, type Person} from '../support/person.ts';

const dependsOnGrafana = {'com.docker.compose.depends_on': 'grafana:service_started:true'};

/** Adds a running container to the project, made like that of grafana. */
const up = ({practice: {world}}: Person, name: string, labels: Readonly<Record<string, string>>): void => {
	const {spec} = world.find('er-forecast-grafana-1');
	world.start(world.create({...spec, name: `er-forecast-${name}`, labels: {...spec.labels, ...labels}}));
};

test.each(['r', 'R'])('%s asks before it restarts a running container of the service that has exited', async key => {
	await using person = await openConsole();
	await person.sees(/✗ grafana +exited/);
	up(person, 'grafana-2', {'com.docker.compose.container-number': '2'});
	await person.sees(/grafana-2 +running/);
	person.press(key);
	await person.sees('Restart grafana?');
	await person.sees('grafana-2 is running: whoever uses it is cut off');
	person.press('enter');
	await person.seesNoMore('Restart grafana?');
	expect(person.deeds).toEqual([]);
});

test('what is protected and restarted with a service that has exited wants its name typed', async () => {
	await using person = await openConsole({host: {protect: ['reports'], services: []}});
	await person.sees(/✗ grafana +exited/);
	up(person, 'reports-1', {'com.docker.compose.service': 'reports', ...dependsOnGrafana});
	await person.sees(/reports +running/);
	person.press('r');
	await person.sees('reports is restarted with grafana; reports is protected');
	await person.sees('Type reports to go on');
});

test('what is described stays true', async () => {
	await using person = await openConsole();
	await person.sees(/✗ grafana +exited/);
	person.press('d');
	await person.sees(/│ state +│ exited +│/);
	person.practice.world.start('er-forecast-grafana-1');
	await person.sees(/│ state +│ running +│/);
	person.practice.world.remove('er-forecast-grafana-1');
	await person.sees(/│ state +│ declared, but no container was ever created +│/);
});
