import type {Use} from '../connection.ts';
import {noRoom} from '../host/no-room.ts';
import {answer} from './answer.ts';

/** sshd's default `MaxSessions` is 10; one is left as slack. */
const most = 9;
/** What only passing commands may use, so that whatever lasts, those that wait for their turn always get it. */
const reserved = 2;

export type Place = {
	/** To be called once the server has closed the session. */
	giveBack(): void;
	/** Aborts with a `NoRoomError` when a spare place has to be given back. */
	readonly wanted: AbortSignal;
};

/**
 * The session channels of one connection: commands, SFTP and `dial-stdio` share the few that sshd allows. Tunnels are not among
 * them.
 */
export type Sessions = {
	/**
	 * Takes one, when it is there; a spare one is asked to leave for it. Rejects with a `NoRoomError`, which a passing one never meets, or with
	 * the reason of the first of the signals that aborts.
	 */
	take(use: Use, calledOff: readonly AbortSignal[]): Promise<Place>;
};

export const createSessions = (label: string): Sessions => {
	const line: Array<() => void> = [];
	/** The ones that nobody has wanted yet, oldest first. */
	const spare = new Set<AbortController>();
	let inUse = 0;
	let lasting = 0;

	const isRefused = (use: Use): boolean => {
		switch (use) {
			case 'passing':
				return false;
			case 'lasting':
				return lasting >= most - reserved;
			case 'spare':
				return inUse >= most - reserved;
		}
	};

	const makeRoom = (): void => {
		const newest = [...spare].at(-1);
		if (newest === undefined) return;
		spare.delete(newest);
		newest.abort(noRoom(label, inUse));
	};

	const grant = (use: Use): Place => {
		inUse++;
		const wanted = new AbortController();
		if (use === 'spare') spare.add(wanted);
		let given = false;
		return {
			wanted: wanted.signal,
			giveBack() {
				if (given) return;
				given = true;
				inUse--;
				if (use === 'lasting') lasting--;
				spare.delete(wanted);
				line.shift()?.();
			},
		};
	};

	return {
		take: (use, calledOff) =>
			answer<Place>(
				resolve => {
					if (isRefused(use)) throw noRoom(label, inUse);
					// Those in line count, too: each will get its place.
					if (use === 'lasting') lasting++;
					if (inUse < most) {
						resolve(grant(use));
						return;
					}

					line.push(() => resolve(grant(use)));
					makeRoom();
				},
				calledOff,
				place => place.giveBack(),
			),
	};
};
