import {NoBrowserError, NoInstanceError} from './way.ts';

/** UDP, and the same everywhere. https://learn.microsoft.com/openspecs/windows_protocols/mc-sqlr */
export const browserPort = 1434;

/**
 * Sends one datagram to SQL Browser and resolves to what came back within about a second, which is nothing where it does not answer.
 * Rejects with a `NoBrowserError` where that is certain at once, or where it cannot be asked at all.
 */
export type Ask = (question: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;

// CLNT_UCAST_INST, whose name ends with a zero, and CLNT_UCAST_EX. One that is asked for an instance it does not know says nothing.
const about = (instance: string): Uint8Array => Buffer.from(`\u0004${instance}\0`, 'latin1');
const aboutAll: Uint8Array = Buffer.from([0x03]);

const answerMark = 0x05;
const headSize = 3;

/** An instance as SQL Browser knows it; no port where it takes no TCP connections. */
type Instance = {readonly name: string; readonly port: number | undefined};

/** What a SVR_RESP tells; undefined for what is none. What stands before and after it is left alone. */
export const instancesIn = (received: Uint8Array): readonly Instance[] | undefined => {
	const bytes = Buffer.from(received);
	for (let at = bytes.indexOf(answerMark); at !== -1; at = bytes.indexOf(answerMark, at + 1)) {
		if (at + headSize > bytes.length) return undefined;
		const start = at + headSize;
		const end = start + bytes.readUInt16LE(at + 1);
		const text = bytes.toString('latin1', start, end);
		if (end <= bytes.length && text.startsWith('ServerName;')) return text.split(';;').flatMap(instanceOf);
	}
	return undefined;
};

/** `ServerName;SQL01;InstanceName;ER;IsClustered;No;Version;16.0.1000.6;tcp;51433` */
const instanceOf = (entry: string): readonly Instance[] => {
	const fields = entry.split(';');
	const valueOf = (key: string): string | undefined => fields.find((_, at) => at % 2 === 1 && fields[at - 1] === key);
	const name = valueOf('InstanceName');
	const port = Number(valueOf('tcp') ?? 0);
	return name === undefined ? [] : [{name, port: isPort(port) ? port : undefined}];
};

const isPort = (number: number): boolean => Number.isInteger(number) && number > 0 && number < 65_536;

/**
 * The TCP port of an instance. It asks for the instance and for all of them in turn, until one is answered or `signal` aborts: datagrams
 * get lost.
 */
export const portFrom = async (ask: Ask, instance: string, signal: AbortSignal): Promise<number> => {
	for (let round = 0; ; round++) {
		const all = round % 2 === 1;
		const known = instancesIn(await ask(all ? aboutAll : about(instance), signal));
		signal.throwIfAborted();
		const ours = known?.find(({name}) => name.toLowerCase() === instance.toLowerCase());
		if (ours?.port !== undefined) return ours.port;
		if (known === undefined || (ours === undefined && !all)) continue;
		const reachable = known.filter(({port}) => port !== undefined).map(({name}) => name);
		if (ours === undefined) throw new NoInstanceError(instance, reachable);
		throw new NoInstanceError(instance, reachable, `the instance ${ours.name} takes no TCP connections`);
	}
};

/** Where nothing listens on its port, the machine itself says so. */
export const notRunning = (cause?: unknown): NoBrowserError =>
	new NoBrowserError('the machine answers that it does not run there', {cause});
