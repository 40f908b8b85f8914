import type {DataConfig} from '../config/config.ts';
import type {Parameters} from '../domain/procedure-rows.ts';
import {execStatement, parametersInWords, parseParameters} from '../domain/t-sql.ts';
import type {Binding} from '../keys/keymap.ts';
import type {Tools} from './spec.ts';

/** A call of the procedure of a check, by hand. */
export type Call = {readonly config: DataConfig; readonly parameters: Parameters};

/** The T-SQL of the same call, for SQL Server Management Studio. */
export const statementOf = ({config, parameters}: Call): string => execStatement({...config, parameters});

/** The call that the check of this name makes. */
export const callOf = (check: {readonly name: string} | undefined, {host}: Pick<Tools, 'host'>): Call | undefined => {
	const config = host.data.find(({name}) => name === check?.name);
	return config === undefined ? undefined : {config, parameters: config.parameters};
};

export const noConnection = ({engine}: Pick<Tools, 'engine'>): string | undefined =>
	engine === undefined ? 'there is no connection' : undefined;

const problemWith = (line: string): string | undefined => {
	const parsed = parseParameters(line);
	return 'problem' in parsed ? parsed.problem : undefined;
};

type CallTools<Context> = {
	/** The call that is meant; undefined when there is none. */
	call(context: Context): Call | undefined;
	/** Makes a call and shows its rows. */
	show(call: Call, context: Context): void;
};

/**
 * Making a call by hand. The keys are there in read-only mode too: the procedure is the one that the config names and that every check runs
 * by itself, and all that can be changed are values of its parameters.
 */
export const callKeys = <Context extends Tools>({call, show}: CallTools<Context>): ReadonlyArray<Binding<Context>> => {
	const noCall = (context: Context): string | undefined =>
		call(context) === undefined ? 'no check is selected' : undefined;
	return [
		{
			keys: ['V'],
			label: 'rows with other parameters',
			short: 'parameters',
			blocked: context => noCall(context) ?? noConnection(context),
			run(context) {
				const made = call(context);
				if (made === undefined) return;
				context.askLine({
					label: 'parameters',
					hint: "as in @Days = 1, @Ward = N'akut'",
					does: 'show the rows',
					text: parametersInWords(made.parameters),
					check: problemWith,
					enter(line) {
						const parsed = parseParameters(line);
						if ('parameters' in parsed) show({...made, parameters: parsed.parameters}, context);
					},
				});
			},
		},
		{
			keys: ['y'],
			label: 'copy as T-SQL',
			short: 'copy T-SQL',
			blocked: noCall,
			run(context) {
				const made = call(context);
				if (made !== undefined) context.copy(statementOf(made), statementOf(made));
			},
		},
	];
};
