import {expect, test} from 'vitest';
import * as z from 'zod';
import {waitUntil} from '../../support/wait.ts';
import {jsonLines, openEngine, webSpec} from './engine.ts';

const eventShape = z.looseObject({
	Action: z.string(),
	Type: z.string(),
	Actor: z.object({ID: z.string(), Attributes: z.record(z.string(), z.string())}),
});
type Event = z.infer<typeof eventShape>;

const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;

/** Reads until an action has come, and gives all that came. */
const readUntil = async (events: AsyncGenerator, last: string): Promise<Event[]> => {
	const seen: Event[] = [];
	for (;;) {
		const {value, done} = await events.next();
		if (done === true) return seen;
		const event = eventShape.parse(value);
		seen.push(event);
		if (event.Action === last) return seen;
	}
};

const actions = (events: readonly Event[]): string[] => events.map(({Type, Action}) => `${Type} ${Action}`);

test('a restart tells everything in the order of a real Engine, health included', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec());
	engine.world.start(id);
	await waitUntil(
		() => engine.world.find(id).health?.status === 'healthy',
		() => 'never healthy',
	);
	const events = jsonLines(await engine.open('GET', '/events'));
	const restarted = engine.ask('POST', `/containers/${id}/restart?t=5`);
	const seen = await readUntil(events, 'health_status: healthy');
	expect((await restarted).status).toBe(204);
	expect(actions(seen)).toEqual([
		'container kill',
		'container die',
		'network disconnect',
		'container stop',
		'network connect',
		'container start',
		'container restart',
		'container exec_create: /bin/sh -c curl -f localhost',
		'container exec_start: /bin/sh -c curl -f localhost',
		'container exec_die',
		'container health_status: healthy',
	]);
	expect(seen[0]?.Actor.Attributes).toEqual({
		'com.docker.compose.project': 'er',
		'com.docker.compose.service': 'web',
		image: 'web:1',
		name: 'er-web-1',
		signal: '15',
	});
	expect(seen[1]).toMatchObject({status: 'die', id, from: 'web:1', Actor: {Attributes: {exitCode: '0'}}});
});

test('a container that takes longer than its grace is killed', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(
		webSpec({behaviour: {starting: [], stopping: {says: [], takes: 60_000, exitCode: 0}, ending: undefined}}),
	);
	engine.world.start(id);
	const events = jsonLines(await engine.open('GET', `/events?${filters({type: ['container']})}`));
	expect((await engine.ask('POST', `/containers/${id}/stop?t=0`)).status).toBe(204);
	const seen = await readUntil(events, 'stop');
	expect(actions(seen)).toEqual(['container kill', 'container kill', 'container die', 'container stop']);
	expect(seen[1]?.Actor.Attributes['signal']).toBe('9');
	expect(engine.world.find(id)).toMatchObject({status: 'exited', exitCode: 137});
});

test('a container killed from outside in the middle of a stop ends at once', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(
		webSpec({behaviour: {starting: [], stopping: {says: [], takes: 60_000, exitCode: 0}, ending: undefined}}),
	);
	engine.world.start(id);
	const stopped = engine.ask('POST', `/containers/${id}/stop?t=600`);
	const events = jsonLines(await engine.open('GET', `/events?since=1&${filters({event: ['kill']})}`));
	await readUntil(events, 'kill');
	engine.world.kill(id);
	expect((await stopped).status).toBe(204);
	expect(engine.world.find(id).exitCode).toBe(137);
});

test('events can be narrowed by type, name, label and container', async () => {
	let at = Date.UTC(2026, 10, 20, 6);
	await using engine = await openEngine(() => new Date(at));
	const {world} = engine;
	const narrowed = async (filter: unknown): Promise<string[]> => {
		at += 1000;
		const {body} = await engine.ask('GET', `/v1.41/events?since=1&until=${at / 1000}&${filters(filter)}`);
		return body
			.split('\n')
			.filter(line => line !== '')
			.map(line => eventShape.parse(JSON.parse(line)).Action);
	};
	const web = world.create(webSpec({healthCheck: undefined}));
	world.create(webSpec({name: 'er-job-1', labels: {job: 'yes'}}));
	world.start(web);
	world.die(web, 1, {outOfMemory: true});
	world.rename(web, 'er-web-9');
	expect(await narrowed({type: ['network']})).toEqual(['connect', 'disconnect']);
	expect(await narrowed({event: ['die', 'oom']})).toEqual(['oom', 'die']);
	expect(await narrowed({type: {container: true}, label: ['com.docker.compose.project=er']})).toEqual([
		'create',
		'start',
		'oom',
		'die',
		'rename',
	]);
	expect(await narrowed({container: [web.slice(0, 12)], event: ['create', 'start']})).toEqual(['create', 'start']);
	expect(await narrowed({container: ['er-job-1']})).toEqual(['create']);
	expect((await engine.ask('GET', `/events?${filters({bogus: ['x']})}`)).status).toBe(400);
	expect((await engine.ask('GET', '/events?since=abc')).status).toBe(400);
});

test('asked for health_status, only the events that begin with a name asked for come', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec());
	const events = jsonLines(await engine.open('GET', `/events?${filters({event: ['health_status', 'die', 'start']})}`));
	engine.world.start(id);
	expect(actions(await readUntil(events, 'health_status: healthy'))).toEqual([
		'container start',
		'container health_status: healthy',
	]);
	engine.world.probe(id, false, 'connection refused');
	engine.world.die(id, 1);
	expect(actions(await readUntil(events, 'die'))).toEqual(['container health_status: unhealthy', 'container die']);
	expect(engine.world.find(id).health).toMatchObject({failingStreak: 1, log: [{exitCode: 0}, {exitCode: 1}]});
});

test('since replays no more than the last 256 events, and every event has a time of its own', async () => {
	let at = Date.UTC(2026, 10, 20, 6);
	await using engine = await openEngine(() => new Date(at));
	const id = engine.world.create(webSpec());
	for (let count = 0; count < 300; count += 1) engine.world.rename(id, `er-web-${count}`);
	at += 1000;
	const {body} = await engine.ask('GET', `/events?since=1&until=${at / 1000}`);
	const times = body.match(/"timeNano":\d+/g) ?? [];
	expect(times).toHaveLength(256);
	expect(new Set(times).size).toBe(256);
	expect(body).toContain('er-web-299');
});
