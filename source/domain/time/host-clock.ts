import type {ClockZone} from './wall-clock.ts';

/** The zone in which a host writes times: its name, or else its offset from UTC when it was asked last. */
export type HostZone = Extract<ClockZone, {readonly kind: 'iana' | 'offset'}>;

/** The clock of a host, as it was read last. */
export type HostClock = {
	/** Milliseconds that it is ahead of the clock of this machine, behind when negative; 0 where the two cannot be told apart. */
	readonly ahead: number;
	readonly zone: HostZone;
};

/** What the host's clock shows at a moment of this machine's; the same where nothing is known of it. */
export const onHost = (now: Date, clock: HostClock | undefined): Date =>
	clock === undefined ? now : new Date(now.getTime() + clock.ahead);
