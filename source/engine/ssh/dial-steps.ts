import type {HostCause} from '../../domain/host-cause.ts';
import {RefusedError} from '../../domain/problem.ts';
import {codeOf} from '../host/explain-host.ts';

/** The steps of a dial, in their order; through jump hosts each host goes through all of them. */
export type DialStep = 'name' | 'tcp' | 'host key' | 'login';

/** How far a dial has come; `host` as the user wrote it. Evidence holds no secret. */
export type DialProgress = {readonly host: string; readonly step: DialStep} & (
	| {readonly is: 'begun'}
	| {readonly is: 'passed'; readonly evidence: string}
	| {readonly is: 'failed'; readonly cause: HostCause}
);

export type OnDialStep = (progress: DialProgress) => void;

/** Says how far the dial of one host comes. */
export const followDial = (host: string, onStep: OnDialStep) => {
	let at: DialStep | undefined;
	const begin = (step: DialStep): void => {
		at = step;
		onStep({host, step, is: 'begun'});
	};
	return {
		begin,
		/** What was begun is done, and `next` begins. Nothing where `step` is not the one that was begun. */
		pass(step: DialStep, evidence: string, next?: DialStep): void {
			if (at !== step) return;
			at = undefined;
			onStep({host, step, is: 'passed', evidence});
			if (next !== undefined) begin(next);
		},
		fail(error: unknown): void {
			if (at !== undefined) onStep({host, step: at, is: 'failed', cause: causeOf(at, error)});
		},
	};
};

export type DialWalk = ReturnType<typeof followDial>;

const unreachable = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL']);
const cut = new Set(['ECONNRESET', 'EPIPE']);

const causeOf = (step: DialStep, error: unknown): HostCause => {
	const code = codeOf(error instanceof Error ? error.cause : undefined) ?? '';
	switch (step) {
		case 'name':
			return 'name';
		case 'tcp':
			if (code === 'ECONNREFUSED') return 'refused';
			if (cut.has(code)) return 'reset';
			return unreachable.has(code) ? 'unreachable' : 'network';
		case 'host key':
			if (error instanceof RefusedError) return 'hostkey';
			return cut.has(code) ? 'reset' : 'protocol';
		case 'login':
			return error instanceof RefusedError ? 'login' : 'reset';
	}
};
