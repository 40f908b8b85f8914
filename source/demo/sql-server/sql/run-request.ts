import {callProcedure, errorIn} from './call-procedure.ts';
import type {Deliver, Run} from './run.ts';
import {runStatements} from './run-statements.ts';
import {systemProcedure} from './system-procedures.ts';
import {takeStep} from './transactions.ts';
import type {Request} from '../tds/request.ts';

/** Runs a request and leaves its answer in `run.response`. What SQL Server would report as an error is part of the answer. */
export const runRequest = async (request: Request, run: Run): Promise<void> => {
	switch (request.kind) {
		case 'batch':
			await orReport(run, () => runStatements(request.sql, run, new Map(), 'batch'));
			return run.response.end();
		case 'transaction':
			await orReport(run, () => {
				takeStep(request.step, run);
				if (request.begins) {
					takeStep('begin', run);
				}
			});
			return run.response.end();
		case 'procedure':
			return call(request, run);
	}
};

/** A procedure that a client calls by itself: what it leaves in output parameters goes to that client. */
const call = async ({name, parameters}: Extract<Request, {kind: 'procedure'}>, run: Run): Promise<void> => {
	const supplied = parameters.map((parameter, ordinal) => ({ordinal, parameter}));
	const deliver: Deliver = ({ordinal, parameter}, value) =>
		run.response.output(ordinal, parameter.name, parameter.type, value);
	const system = systemProcedure(name);
	if (!system) {
		await callProcedure(run, name, supplied, deliver);
		return;
	}

	const execute = (sql: string, variables: Parameters<typeof runStatements>[2]) =>
		runStatements(sql, run, variables, 'statement');
	await orReport(run, () => system({run, supplied, deliver, execute}));
	run.response.done('procedure');
};

const orReport = async ({response}: Run, work: () => void | Promise<void>): Promise<void> => {
	try {
		await work();
	} catch (error) {
		response.message(errorIn(error));
	}
};
