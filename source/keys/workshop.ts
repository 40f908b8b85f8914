import {closest} from '../domain/closest.ts';
import {inOneSentence, problemIn} from '../domain/problem.ts';
import type {Workshop} from '../domain/workshop.ts';
import {atStart} from '../store/scroll.ts';
import {flashed, opened, type Flash, type Session} from '../store/session.ts';
import {createStore, type Store} from '../store/store.ts';
import type {Command} from './commands.ts';

/** Neither breaks nor mends what is on the screen: that shows what was seen last. */
const checksAgain = 'r in Data checks again';

const listed = ({parts, situation}: Workshop, session: Store<Session>): void => {
	const now = situation();
	const sections = parts.map(({title, situations}) => ({
		kind: 'table' as const,
		heading: title,
		wraps: () => true,
		rows: situations.map(({name, story}) => ({name: name === now ? `${name} (now)` : name, 'what happened': story})),
	}));
	session.update(
		opened({
			kind: 'details',
			title: 'what :break can break',
			details: createStore({status: 'live', sections, problem: undefined}),
			scroll: createStore(atStart),
			keymap: undefined,
			close: () => undefined,
		}),
	);
};

/** Says how it went: that something is broken now is no good news, though it was meant. */
const switched = async (session: Store<Session>, turned: Promise<void>, flash: Flash): Promise<void> => {
	try {
		await turned;
		session.update(flashed(flash));
	} catch (error) {
		session.update(flashed({text: inOneSentence(problemIn(error)), tone: 'bad'}));
	}
};

/** The commands by which somebody breaks the practice server before others' eyes, and mends it. */
export const workshopCommands = (workshop: Workshop): readonly Command[] => {
	const situations = workshop.parts.flatMap(part => part.situations);
	const names = situations.map(({name}) => name);
	return [
		{
			name: 'break',
			label: 'break SQL Server of the practice server; without a name, in which ways',
			takes: {what: 'one of the situations it lists', choices: () => names, optional: true},
			run({session}, name) {
				if (name === '') return listed(workshop, session);
				const found = situations.find(situation => situation.name === name);
				if (found !== undefined) {
					void switched(session, workshop.put(name), {
						text: `${name} · ${checksAgain} · ${found.story}`,
						tone: 'note',
					});
					return undefined;
				}
				const like = closest(name, names);
				const hint = like === undefined ? ':break lists them' : `did you mean ${like}?`;
				session.update(flashed({text: `There is no situation ${name}: ${hint}`, tone: 'bad'}));
				return undefined;
			},
		},
		{
			name: 'mend',
			label: 'mend what was broken',
			run({session}) {
				const was = workshop.situation();
				void switched(
					session,
					workshop.mend(),
					was === undefined
						? {text: 'Nothing was broken', tone: 'note'}
						: {text: `${was} is over · ${checksAgain}`, tone: 'good'},
				);
			},
		},
	];
};
