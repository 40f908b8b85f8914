import {answers} from './situations/answers.ts';
import {procedure} from './situations/procedure.ts';
import {session} from './situations/session.ts';
import type {Situation} from './situations/situation.ts';
import {times} from './situations/times.ts';
import {encryption, wayThere} from './situations/way-there.ts';

/** Everything that can be the matter with SQL Server, by the names that people switch it on with. */
export const situations = {
	...wayThere,
	...encryption,
	...session,
	...procedure,
	...answers,
	...times,
} as const satisfies Readonly<Record<string, Situation>>;

export type SituationName = keyof typeof situations;

const isSituation = (name: string): name is SituationName => Object.hasOwn(situations, name);

/** The name of a situation in what somebody typed; undefined when there is none of it. */
export const findSituation = (name: string): SituationName | undefined => (isSituation(name) ? name : undefined);

export const situationNames: readonly SituationName[] = Object.keys(situations).filter(isSituation);

/** The same in the order in which a check would meet them. */
export const situationParts: ReadonlyArray<{
	readonly title: string;
	readonly situations: Readonly<Record<string, Situation>>;
}> = [
	{title: 'The way there', situations: wayThere},
	{title: 'Encryption', situations: encryption},
	{title: 'Login and database', situations: session},
	{title: 'Procedure', situations: procedure},
	{title: 'Its answer', situations: answers},
	{title: 'Times and clocks', situations: times},
];
