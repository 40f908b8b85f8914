import type {Confirm} from './action.ts';
import {isDown, stateInWords, type Service} from './service.ts';

/** A service that is restarted, which is all of its containers. */
export type Restarted = {
	readonly project: string;
	readonly name: string;
	/** With its project where services of several are restarted. */
	readonly label: string;
};

/**
 * The services that a restart of these restarts, each once and in this order: themselves, then those that compose restarts with them, one
 * after the other, the nearest first.
 */
export const restartStages = (asked: readonly Service[]): ReadonlyArray<readonly Restarted[]> => {
	const several = new Set(asked.map(({project}) => project)).size > 1;
	const met = new Set<string>();
	const take = (project: string, name: string): readonly Restarted[] => {
		const full = `${project}/${name}`;
		if (met.has(full)) return [];
		met.add(full);
		return [{project, name, label: several ? full : name}];
	};
	const own = asked.flatMap(({project, name}) => take(project, name));
	const others = asked.flatMap(({project, restartedWith}) => restartedWith.map(name => take(project, name)));
	return [own, ...others.filter(stage => stage.length > 0)];
};

/** What a restart would do, before anybody has said yes. Services go by their labels. */
export type RestartPlan = {
	readonly title: string;
	readonly confirm: Confirm;
	/** Every container that is restarted, whoever asked for it. */
	readonly touched: readonly Service[];
	/** Those that nobody asked for and that compose restarts as well. */
	readonly dependents: readonly string[];
	/** Those of them all whose name must be typed. */
	readonly guarded: readonly string[];
};

const labelsOf = (services: readonly Restarted[]): readonly string[] => services.map(({label}) => label);

const are = (names: readonly string[]): string => `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`;

/**
 * What a restart of these would touch, out of all the `rows` of the host: every container of theirs, and of what compose restarts with them.
 * Where none of that runs and all was asked for, it begins at once; what is to `protect` wants its name typed; all else is asked about.
 */
export const planRestart = (
	asked: readonly Service[],
	rows: readonly Service[],
	protect: readonly string[],
): RestartPlan => {
	const containersOf = ({project, name}: Restarted): readonly Service[] =>
		rows.filter(row => row.project === project && row.name === name && row.containerId !== undefined);
	const [own = [], ...others] = restartStages(asked);
	const dependents = others.flat().filter(service => containersOf(service).length > 0);
	const services = [...own, ...dependents];
	const guarded = services.filter(({name}) => protect.includes(name));
	const up = services.flatMap(service => {
		const containers = containersOf(service);
		const nameOf = ({number}: Service): string =>
			containers.length > 1 ? `${service.label}-${number}` : service.label;
		return containers.filter(row => !isDown(row)).map(row => ({name: nameOf(row), state: stateInWords(row)}));
	});

	const title = `Restart ${labelsOf(own).join(', ')}`;
	const together =
		dependents.length === 0 ? [] : [`${are(labelsOf(dependents))} restarted with ${labelsOf(own).join(', ')}`];
	return {
		title,
		confirm: confirmOf(guarded, up, together),
		touched: services.flatMap(containersOf),
		dependents: labelsOf(dependents),
		guarded: labelsOf(guarded),
	};
};

type Up = {readonly name: string; readonly state: string};

const cutOffInWords = ([one, ...more]: readonly Up[]): readonly string[] => {
	if (one === undefined) return [];
	return more.length === 0
		? [`${one.name} is ${one.state}: whoever uses it is cut off`]
		: [`${are([one, ...more].map(({name}) => name))} up: whoever uses them is cut off`];
};

const confirmOf = (guarded: readonly Restarted[], up: readonly Up[], together: readonly string[]): Confirm => {
	const [first] = guarded;
	if (first !== undefined) {
		const why = [...together, `${are(labelsOf(guarded))} protected`].join('; ');
		return {kind: 'type', word: first.name, why};
	}
	const reasons = [...together, ...cutOffInWords(up)];
	return reasons.length === 0 ? {kind: 'none'} : {kind: 'ask', why: reasons.join('; ')};
};
