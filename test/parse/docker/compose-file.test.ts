import {expect, test} from 'vitest';
import {projectNameOf, readComposeFile, united, type ComposeFile} from '../../../source/parse/docker/compose-file.ts';

const read = (text: string): ComposeFile => {
	const file = readComposeFile(text);
	if ('fault' in file) throw new Error(file.fault);
	return file;
};

test('a compose file says which services there should be', () => {
	expect(
		read(`
name: forecast
x-base: &base
  image: python:3.12
  profiles: [batch]
include:
  - monitoring.yml
  - path: [a.yml, b.yml]
services:
  mlflow:
    image: mlflow:2
    depends_on:
      postgres: {condition: service_healthy, restart: true}
      minio: {condition: service_started}
  worker:
    <<: *base
    depends_on: [mlflow]
    deploy: {replicas: 3}
  off: {image: x, scale: 0}
`),
	).toEqual({
		name: 'forecast',
		includes: ['monitoring.yml', 'a.yml', 'b.yml'],
		services: [
			{
				name: 'mlflow',
				image: 'mlflow:2',
				profiles: [],
				dependencies: [
					{service: 'postgres', restart: true},
					{service: 'minio', restart: false},
				],
				replicas: 1,
			},
			{
				name: 'worker',
				image: 'python:3.12',
				profiles: ['batch'],
				dependencies: [{service: 'mlflow', restart: false}],
				replicas: 3,
			},
			{name: 'off', image: 'x', profiles: [], dependencies: [], replicas: 0},
		],
	});
});

test("compose's own tags, interpolation and an empty service are nothing to stumble over", () => {
	const file = read('name: "${PROJECT:-er}"\nservices:\n  api:\n    ports: !reset []\n  db:\n');
	expect(file.name).toBeUndefined();
	expect(file.services.map(({name}) => name)).toEqual(['api', 'db']);
});

test.each([
	['services:\n  api:\n    image: "unclosed\n', 4],
	['services:\n  api: {image: x\n  db: y\n', 3],
	['services:\n\tapi: x\n', 2],
	['services: {a: 1, a: 2}\n', 1],
])('%j does not parse, and where is said', (text, line) => {
	expect(readComposeFile(text)).toMatchObject({fault: expect.stringMatching(/^[^\n]{5,}$/), line});
});

test('what is YAML but no compose file is told apart', () => {
	expect(readComposeFile('- a\n- b\n')).toMatchObject({fault: 'it is not a mapping with services'});
	expect(readComposeFile('')).toMatchObject({fault: 'it is not a mapping with services'});
	expect(readComposeFile('services: [api]\n')).toMatchObject({fault: 'services is not a mapping'});
});

test('a bomb of aliases is refused and not unfolded', () => {
	const levels = Array.from({length: 12}, (_, level) =>
		level === 0
			? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
			: `a${level}: &a${level} [${Array(9)
					.fill(`*a${level - 1}`)
					.join(', ')}]`,
	);
	expect(readComposeFile(levels.join('\n'))).toMatchObject({fault: 'its aliases (*) cannot be resolved'});
});

test('a service in several files is one, and the later file wins', () => {
	const services = united([
		read('services: {api: {image: a, profiles: [x], depends_on: [db]}, db: {image: d}}'),
		read('services: {api: {image: b, depends_on: {cache: {restart: true}}}}'),
	]);
	expect(services).toEqual([
		{
			name: 'api',
			image: 'b',
			profiles: ['x'],
			dependencies: [
				{service: 'db', restart: false},
				{service: 'cache', restart: true},
			],
			replicas: 1,
		},
		{name: 'db', image: 'd', profiles: [], dependencies: [], replicas: 1},
	]);
});

test.each([
	['/srv/ER-forecast', 'er-forecast'],
	['/srv/My App (2)/', 'myapp2'],
	['/srv/_x', 'x'],
	['/', ''],
])('a project in %s is called %j', (directory, name) => {
	expect(projectNameOf(directory)).toBe(name);
});
