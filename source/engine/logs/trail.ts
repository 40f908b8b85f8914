/** Enough that two logs do not agree in it by chance. */
const length = 256;

/** The last bytes that were read of a file: what must still stand before the next ones, or it is another file. */
export type Trail = {
	add(bytes: Uint8Array): void;
	bytes(): Buffer;
};

export const createTrail = (): Trail => {
	let last: Buffer = Buffer.alloc(0);
	return {
		add(bytes) {
			last = Buffer.concat([last, bytes.subarray(-length)]).subarray(-length);
		},
		bytes: () => last,
	};
};

/**
 * Takes the bytes of a file that is read again from the trail on, and returns those after it; undefined as soon as one of the trail
 * differs.
 */
export const createTrailCheck = (trail: Buffer): ((bytes: Uint8Array) => Uint8Array | undefined) => {
	let checked = 0;
	return bytes => {
		const again = bytes.subarray(0, trail.length - checked);
		if (!trail.subarray(checked, checked + again.length).equals(again)) return undefined;
		checked += again.length;
		return bytes.subarray(again.length);
	};
};
