import type {HostConfig} from '../config/config.ts';
import type {Action, Confirm} from '../domain/action.ts';
import {onHost} from '../domain/host-clock.ts';
import {assess, isDown, stateInWords, type Service} from '../domain/service.ts';
import {toneOf} from '../domain/tone.ts';
import {bytesInWords, spanInWords} from '../domain/words.ts';
import type {Engine} from '../engine/engine.ts';
import type {PaneContext, PaneSpec} from './spec.ts';

/** A service with the name it goes by on this screen. */
type Row = Service & {readonly label: string};
type Context = PaneContext<Row>;

/** The project is said only where two could be confused: several projects may each have a `db`. */
const labelled = (rows: readonly Service[]): readonly Row[] => {
	const several = new Set(rows.map(({project}) => project)).size > 1;
	return rows.map(row => {
		const own = row.number > 1 ? `${row.name}-${row.number}` : row.name;
		return {...row, label: several ? `${row.project}/${own}` : own};
	});
};

const status = (row: Service) => assess(row).status;

/** Nothing that is down can be hurt, so it acts at once; what runs is asked about; what is protected wants its name typed. */
const confirmation = (services: readonly Service[], {protect}: HostConfig): Confirm => {
	const guarded = services.find(({name}) => protect.includes(name));
	if (guarded !== undefined) return {kind: 'type', word: guarded.name, why: `${guarded.name} is protected`};
	const up = services.find(service => !isDown(service));
	return up === undefined
		? {kind: 'none'}
		: {kind: 'ask', why: `${up.name} is ${stateInWords(up)}: whoever uses it is cut off`};
};

const restart = (services: readonly Service[], host: HostConfig, engine: Engine): Action<Engine> => ({
	title: `Restart ${[...new Set(services.map(({name}) => name))].join(', ')}`,
	command: engine.services.restartCommand(services),
	confirm: confirmation(services, host),
	run: (world, signal) => world.services.restart(services, signal),
});

const exited = ({rows, host}: Context): readonly Service[] =>
	rows.filter(row => row.state === 'exited' && status(row) !== 'ok' && !host.protect.includes(row.name));

const noRow = ({row}: Context): string | undefined => (row === undefined ? 'no service is selected' : undefined);

const noContainer = ({row}: Context): string | undefined => {
	if (row === undefined) return 'no service is selected';
	return row.containerId === undefined ? `${row.name} has no container yet` : undefined;
};

export const services: PaneSpec<Row> = {
	id: 'services',
	name: 'Services',
	empty:
		'No compose service on this host. Start one with docker compose up -d, or name its file under services: in the config.',
	columns: [
		{title: 'SERVICE', min: 8, yields: 0, text: row => row.label, tone: row => toneOf(status(row))},
		{title: 'STATE', min: 10, whole: true, yields: 0, text: stateInWords, tone: row => toneOf(status(row))},
		{
			title: 'HEALTH',
			min: 6,
			whole: true,
			yields: 1,
			text: ({health}) => (health === 'none' ? '-' : health),
			tone: row => toneOf(status(row)),
		},
		{title: 'PORTS', min: 5, yields: 4, text: ({ports}) => (ports.length === 0 ? '-' : ports.join(' '))},
		{
			title: 'CPU',
			min: 4,
			yields: 3,
			align: 'right',
			text: ({usage}) => (usage === undefined ? '-' : `${Math.round(usage.cpu * 100)}%`),
		},
		{
			title: 'MEM',
			min: 7,
			yields: 3,
			align: 'right',
			text: ({usage}) => (usage === undefined ? '-' : bytesInWords(usage.memory)),
		},
		{
			title: 'SINCE',
			min: 6,
			yields: 2,
			align: 'right',
			text: ({since, clock}, now) =>
				since === undefined ? '-' : spanInWords(onHost(now, clock).getTime() - since.getTime()),
		},
		{
			title: 'RESTARTS',
			min: 8,
			yields: 5,
			align: 'right',
			text: ({restarts}) => String(restarts ?? '-'),
			tone: ({restarts}) => (restarts === undefined || restarts === 0 ? 'plain' : 'warn'),
		},
	],
	status,
	summary(rows) {
		if (rows.length === 0) return 'none';
		const bad = rows.filter(row => status(row) !== 'ok');
		if (bad.length === 0) return `all ${rows.length} up`;
		return `${bad.length} of ${rows.length} ${bad.every(row => row.state !== 'running') ? 'down' : 'not well'}`;
	},
	bindings: [
		{
			keys: ['enter', 'l'],
			label: 'logs',
			blocked: noContainer,
			run({row, openLog}) {
				if (row?.containerId === undefined) return;
				const {key, label, containerId, terminal} = row;
				openLog({kind: 'container', key, name: label, containerId, terminal}, 'end');
			},
		},
		{
			keys: ['r'],
			label: 'restart',
			danger: true,
			blocked: context => context.held ?? noContainer(context),
			run({row, rows, host, engine, ask}) {
				if (row === undefined || engine === undefined) return;
				const replicas = rows.filter(({project, name}) => project === row.project && name === row.name);
				ask(restart(replicas, host, engine));
			},
		},
		{
			keys: ['R'],
			label: 'restart exited',
			danger: true,
			blocked: context =>
				context.held ?? (exited(context).length === 0 ? 'no unprotected service has exited' : undefined),
			run(context) {
				if (context.engine !== undefined) context.ask(restart(exited(context), context.host, context.engine));
			},
		},
		{
			keys: ['d'],
			label: 'describe',
			blocked: noRow,
			run({row, openDetails}) {
				if (row === undefined) return;
				openDetails(row.label, async function* (engine, signal) {
					const facts = await engine.services.describe(row, signal);
					yield [{kind: 'table', heading: row.label, rows: facts.map(({what, value}) => ({WHAT: what, VALUE: value}))}];
				});
			},
		},
	],
	async *watch(engine, visible, _host, signal) {
		for await (const {rows, problems} of engine.services.watch(visible, signal)) yield {rows: labelled(rows), problems};
	},
};
