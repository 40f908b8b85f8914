import type {Request} from 'mssql';

/** More errors than a procedure that ends reports; a loop in one can make them without an end, and the driver keeps each. */
const enough = 1000;

/** Listens to a request that streams. Returns what tells the first error that SQL Server reported to it, and cancels it when there are too many. */
export const firstFailure = (request: Pick<Request, 'on' | 'cancel'>): (() => Error | undefined) => {
	let failure: Error | undefined;
	let heard = 0;
	request.on('error', (error: Error) => {
		failure ??= error;
		heard += 1;
		if (heard === enough) request.cancel();
	});
	return () => failure;
};
