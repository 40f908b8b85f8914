import type {StepName} from '../../../domain/data/freshness.ts';
import {withSchema} from '../../../domain/data/procedure-name.ts';
import {address, type Subject} from '../subject.ts';

/** What cannot be done when a step fails. */
export const whatFails = (at: StepName, subject: Subject): string => {
	switch (at) {
		case 'network':
			return `Cannot reach SQL Server at ${address(subject)}`;
		case 'tls':
			return `Cannot talk to SQL Server at ${address(subject)}`;
		case 'login':
			return `Cannot log in to SQL Server at ${address(subject)}`;
		case 'database':
			return `Cannot use the database ${subject.config.database}`;
		case 'procedure':
		case 'rows':
		case 'timestamp':
		case 'age':
			return `Cannot get an answer from ${withSchema(subject.config.procedure)}`;
	}
};
