import {expect, test} from 'vitest';
import {composeLabelsOf} from '../../../source/parse/docker/compose-labels.ts';

const label = (name: string): string => `com.docker.compose.${name}`;

test('the labels of compose v2 are read', () => {
	expect(
		composeLabelsOf({
			[label('project')]: 'er',
			[label('service')]: 'api',
			[label('container-number')]: '2',
			[label('oneoff')]: 'False',
			[label('project.working_dir')]: '/srv/er',
			[label('project.config_files')]: '/srv/er/a.yml,/srv/er/b.yml',
			[label('depends_on')]: 'db:service_healthy:false,cache:service_started:true',
		}),
	).toEqual({
		project: 'er',
		service: 'api',
		number: 2,
		oneOff: false,
		workingDirectory: '/srv/er',
		configFiles: ['/srv/er/a.yml', '/srv/er/b.yml'],
		dependencies: [
			{service: 'db', restart: false},
			{service: 'cache', restart: true},
		],
	});
});

test('compose v1 left its files relative, and gave its one-off containers no number', () => {
	expect(
		composeLabelsOf({
			[label('project')]: 'er',
			[label('service')]: 'training',
			[label('oneoff')]: 'True',
			[label('project.working_dir')]: '/srv/er',
			[label('project.config_files')]: './docker-compose.jobs.yml',
		}),
	).toMatchObject({number: 1, oneOff: true, configFiles: ['/srv/er/docker-compose.jobs.yml'], dependencies: []});
});

test('a container that compose did not make has none', () => {
	expect(composeLabelsOf({maintainer: 'somebody'})).toBeUndefined();
});

test('a name cannot move the cursor', () => {
	expect(composeLabelsOf({[label('project')]: 'e\u001B[2Jr', [label('service')]: 'a\u202Epi'})).toMatchObject({
		project: 'er',
		service: 'a·pi',
	});
});
