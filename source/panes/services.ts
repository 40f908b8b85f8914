import type {Action} from '../domain/action.ts';
import {onHost} from '../domain/time/host-clock.ts';
import {planRestart} from '../domain/restart.ts';
import {assess, hasFailed, stateInWords, type Service} from '../domain/service.ts';
import {toneOf} from '../domain/tone.ts';
import {bytesInWords, spanInWords} from '../domain/words.ts';
import type {Engine, Visible} from '../engine/engine.ts';
import type {Section} from '../store/session.ts';
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

const restart = (asked: readonly Service[], {rows, host}: Context, engine: Engine): Action<Engine> => {
	const {title, confirm} = planRestart(asked, rows, host.protect);
	return {
		title,
		command: engine.services.restartCommand(asked),
		confirm,
		run: (world, signal) => world.services.restart(asked, signal),
	};
};

const exited = ({rows, host}: Context): readonly Service[] =>
	rows.filter(row => hasFailed(row) && !host.protect.includes(row.name));

const nothingVisible: Visible = {get: () => [], subscribe: () => () => {}};

/** What there is to know about the service of a row, as it is now: looked up again whenever something happens, and at every heartbeat. */
async function* describe(row: Row, engine: Engine, signal: AbortSignal): AsyncGenerator<readonly Section[]> {
	const look = async (service: Service): Promise<readonly Section[]> => {
		const facts = await engine.services.describe(service, signal);
		return [{kind: 'table', heading: row.label, rows: facts.map(({what, value}) => ({WHAT: what, VALUE: value}))}];
	};
	yield await look(row);
	for await (const {rows} of engine.services.watch(nothingVisible, signal)) {
		const now = rows.find(({key}) => key === row.key);
		yield now === undefined
			? [{kind: 'text', heading: row.label, lines: ['It is not there any more.']}]
			: await look(now);
	}
}

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
				if (row === undefined) return;
				const {key, label, project, name, number} = row;
				openLog([{kind: 'service', key: `service:${key}`, name: label, project, service: name, number}], 'end');
			},
		},
		{
			keys: ['r'],
			label: 'restart',
			danger: true,
			blocked: context => context.held ?? noContainer(context),
			run(context) {
				const {row, engine, ask} = context;
				if (row !== undefined && engine !== undefined) ask(restart([row], context, engine));
			},
		},
		{
			keys: ['R'],
			label: 'restart exited',
			danger: true,
			blocked: context =>
				context.held ?? (exited(context).length === 0 ? 'no unprotected service has exited' : undefined),
			run(context) {
				if (context.engine !== undefined) context.ask(restart(exited(context), context, context.engine));
			},
		},
		{
			keys: ['d'],
			label: 'describe',
			blocked: noRow,
			run({row, openDetails}) {
				if (row === undefined) return;
				openDetails({
					title: row.label,
					watch: (engine, signal) => describe(row, engine, signal),
					sections: seen => seen,
				});
			},
		},
	],
	async *watch(engine, visible, _host, signal) {
		for await (const {rows, problems} of engine.services.watch(visible, signal))
			yield {rows: labelled(rows), problems, about: [...new Set(rows.map(({project}) => project))].join(' ')};
	},
};
