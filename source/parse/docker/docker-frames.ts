import {ProblemError} from '../../domain/problem.ts';

/** A piece of what a container wrote to one of its two outputs. */
export type Frame = {readonly from: 'stdout' | 'stderr'; readonly bytes: Uint8Array};

/** Where a reader stands: `header` holds the first bytes of a frame's header, `left` counts what is missing of its body. */
export type FramesState = {readonly header: Uint8Array; readonly from: Frame['from']; readonly left: number};

export const framesStart: FramesState = {header: new Uint8Array(), from: 'stdout', left: 0};

const headerLength = 8;

/**
 * Takes apart the frames in which Docker sends the output of a container without a terminal: a byte for the stream, three zeros, four bytes
 * of length, the body (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach).
 * A body is handed on as it comes, so nothing but a header is ever kept, whatever length a frame claims. Throws a `ProblemError` on bytes
 * that are no frame.
 */
export const unframe = (
	state: FramesState,
	chunk: Uint8Array,
): {readonly state: FramesState; readonly frames: readonly Frame[]} => {
	const frames: Frame[] = [];
	let {header, from, left} = state;
	for (let at = 0; at < chunk.length;) {
		if (left > 0) {
			const bytes = chunk.subarray(at, at + left);
			frames.push({from, bytes});
			at += bytes.length;
			left -= bytes.length;
			continue;
		}

		const more = chunk.subarray(at, at + headerLength - header.length);
		at += more.length;
		header = Buffer.concat([header, more]);
		if (header.length < headerLength) break;
		from = streamOf(header);
		left = new DataView(header.buffer, header.byteOffset, headerLength).getUint32(4);
		header = framesStart.header;
	}

	return {state: {header, from, left}, frames};
};

/** 0 is stdin's echo, 1 stdout, 2 stderr, and 3 what Docker itself has to say: `pkg/stdcopy` of Moby. */
const streamOf = (header: Uint8Array): Frame['from'] => {
	const [stream = 0, ...zeros] = header.subarray(0, 4);
	if (stream > 3 || zeros.some(byte => byte !== 0)) {
		throw new ProblemError({
			what: 'Cannot read the output of the container',
			why: 'what Docker sent is not in the frames it sends',
			next: 'open the log again',
		});
	}

	return stream >= 2 ? 'stderr' : 'stdout';
};
