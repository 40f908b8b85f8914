import {SqlError} from '../procedure.ts';
import type {Run} from './run.ts';
import type {TransactionStep} from '../tds/request.ts';
import {transactionBegan, transactionEnded} from '../tds/tokens.ts';

/**
 * Counts transactions as SQL Server does: they nest, a commit ends the innermost and a rollback all of them. Nothing is stored, so
 * nothing is undone.
 *
 * @throws {SqlError} for the end of a transaction that was never begun.
 */
export const takeStep = (step: TransactionStep, {session, response}: Run): void => {
	switch (step) {
		case 'begin':
			session.transactions++;
			if (session.transactions === 1) {
				response.token(transactionBegan(session.id));
			}

			return;
		case 'save':
			if (session.transactions === 0) {
				throw new SqlError({
					number: 628,
					message: 'Cannot issue SAVE TRANSACTION when there is no active transaction.',
				});
			}

			return;
		case 'commit':
		case 'rollback': {
			if (session.transactions === 0) {
				const request = step === 'commit' ? 'COMMIT' : 'ROLLBACK';
				const message = `The ${request} TRANSACTION request has no corresponding BEGIN TRANSACTION.`;
				throw new SqlError({number: step === 'commit' ? 3902 : 3903, message});
			}

			session.transactions = step === 'commit' ? session.transactions - 1 : 0;
			if (session.transactions === 0) {
				response.token(transactionEnded(step, session.id));
			}
		}
	}
};
