import {createSlots, type Slots} from '../../../parse/errors/slots.ts';

/** How much there is of something, and the times of its oldest and newest line that carried one. */
export type Amount = {lines: number; bytes: number; from: number; to: number};

export type Amounts = Slots<Amount>;

const nothing = (): Amount => ({lines: 0, bytes: 0, from: Infinity, to: -Infinity});

export const createAmounts = (): Amounts => createSlots(nothing);

export const sumOf = (amounts: Amounts): Amount => {
	const sum = nothing();
	for (const {lines, bytes, from, to} of amounts.parts()) {
		sum.lines += lines;
		sum.bytes += bytes;
		sum.from = Math.min(sum.from, from);
		sum.to = Math.max(sum.to, to);
	}
	return sum;
};

export const addTime = (amount: Amount, at: Date | undefined): void => {
	if (at === undefined) return;
	amount.from = Math.min(amount.from, at.getTime());
	amount.to = Math.max(amount.to, at.getTime());
};

/** Enough that what becomes too old is forgotten bit by bit. */
const mostSteps = 96;
const step = 15 * 60_000;

/**
 * Adds what was written between two times and counted as a whole: as if it had been written evenly, so that it is forgotten bit by bit.
 * The sum is exact.
 */
export const addEvenly = (
	amounts: Amounts,
	{lines, bytes}: {readonly lines: number; readonly bytes: number},
	from: number,
	to: number,
): void => {
	const span = Number.isFinite(from) ? Math.max(0, to - from) : 0;
	const steps = Math.min(mostSteps, Math.ceil(span / step) + 1);
	const share = (all: number, index: number): number =>
		Math.round((all * (index + 1)) / steps) - Math.round((all * index) / steps);
	for (let index = 0; index < steps; index += 1) {
		const amount = amounts.at(from + (steps === 1 ? 0 : (span * index) / (steps - 1)));
		amount.lines += share(lines, index);
		amount.bytes += share(bytes, index);
	}
};
