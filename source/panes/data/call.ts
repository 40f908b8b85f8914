import type {DataConfig} from '../../config/config.ts';
import type {Parameters} from '../../domain/data/procedure-rows.ts';
import {execStatement, maskedStatement, parametersInWords, parseParameters} from '../../domain/data/t-sql.ts';
import type {Binding} from '../../keys/keymap.ts';
import type {Tools} from '../spec.ts';

/** A call of the procedure of a check, by hand. */
export type Call = {readonly config: DataConfig; readonly parameters: Parameters};

/** The T-SQL of the same call, for SQL Server Management Studio. */
export const statementOf = ({config, parameters}: Call): string => execStatement({...config, parameters});

/** The same as it is written down, without the values of its parameters. */
export const auditedOf = ({config, parameters}: Call): string => maskedStatement({...config, parameters});

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

/** The check's own parameters, after which others can be written. */
const exampleOf = ({parameters}: DataConfig): string =>
	Object.keys(parameters).length === 0 ? 'no parameters in the config' : `as in ${parametersInWords(parameters)}`;

type CallTools<Context> = {
	/** The call that is meant; undefined when there is none. */
	call(context: Context): Call | undefined;
	/** Makes a call and shows its rows. */
	show(call: Call, context: Context): void;
};

/**
 * Making a call by hand. What the config says is run by every check anyhow; what a procedure does when somebody gives it other parameters nobody
 * knows, so that key is not there in read-only mode.
 */
export const callKeys = <Context extends Tools>({call, show}: CallTools<Context>): ReadonlyArray<Binding<Context>> => {
	const noCall = (context: Context): string | undefined =>
		call(context) === undefined ? 'no check is selected' : undefined;
	return [
		{
			keys: ['V'],
			label: 'rows with other parameters',
			short: 'parameters',
			danger: true,
			blocked: context => noCall(context) ?? noConnection(context),
			run(context) {
				const made = call(context);
				if (made === undefined) return;
				context.askLine({
					label: 'parameters',
					hint: exampleOf(made.config),
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
