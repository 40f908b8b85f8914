import type {HostConfig} from '../config/config.ts';
import type {Asker, Connection} from '../engine/connection.ts';
import type {Engine} from '../engine/engine.ts';
import type {OnDialStep} from '../engine/ssh/dial-steps.ts';

/** A host that was reached. */
export type Reached = {readonly connection: Connection; readonly engine: Engine};

/** Where a command does its work, and where it says what it finds. */
export type Errand = {
	readonly host: HostConfig;
	/** `onStep` hears how far it is, where the way leads over SSH. */
	reach(asker: Asker, signal: AbortSignal, onStep?: OnDialStep): Promise<Reached>;
	readonly asker: Asker;
	/** Prints what is safe to print. */
	print(text: string): void;
	now(): Date;
	/** Calls the command off. */
	readonly signal: AbortSignal;
};
