import {bytesInWords} from '../domain/words.ts';
import {copy} from './clipboard.ts';
import type {Environment} from './environment.ts';
import type {Lending} from './lend.ts';
import {page} from './pager.ts';
import {logFileName, save} from './save.ts';

type Options = {
	readonly environment: Environment;
	readonly stdout: {write(text: string): unknown};
	readonly lending: Pick<Lending, 'lend'>;
	/** Where files are saved. */
	readonly directory: string;
	now(): Date;
};

/** What this person's machine does with a text; each resolves to what is said about it, or to undefined. */
export const createHands = ({environment, stdout, lending, directory, now}: Options) => ({
	/** `what` is what the text is called when it is said what became of it: `Line`, `EXEC dbo.GetLatestPatientData`. */
	async copy(text: string, what: string): Promise<string> {
		const {how, cut} = await copy(text, {environment, write: sequence => void stdout.write(sequence)});
		const part = cut === undefined ? '' : `, the first ${bytesInWords(cut.sent)} of ${bytesInWords(cut.of)}`;
		return `${what} ${how}${part}`;
	},
	async save(chunks: AsyncIterable<string>, log: string, signal: AbortSignal): Promise<string> {
		const saved = await save(chunks, logFileName(log, now()), {directory, signal});
		const bytes = bytesInWords(saved.bytes);
		return saved.path === undefined ? `Not saved: stopped after ${bytes}` : `Saved ${saved.path}, ${bytes}`;
	},
	async page(chunks: AsyncIterable<string>, signal: AbortSignal): Promise<undefined> {
		await lending.lend(() => page(chunks, {environment, signal}));
		return undefined;
	},
});
