import type {Duplex} from 'node:stream';

const stubs = ['setKeepAlive', 'setNoDelay', 'setTimeout', 'ref', 'unref'] as const;

/**
 * The same stream with the methods of a `net.Socket` that `http.Agent` and tedious call on whatever they are given. On a stream that is no
 * socket they do nothing; those it already has are left alone.
 */
export const socketLike = (stream: Duplex): Duplex => {
	for (const name of stubs) {
		if (name in stream) continue;
		Object.defineProperty(stream, name, {value: () => stream, configurable: true, writable: true});
	}

	if (!('destroySoon' in stream)) {
		Object.defineProperty(stream, 'destroySoon', {
			// As net.Socket does: what was written goes out first.
			value: () => {
				if (stream.writable) stream.end();
				if (stream.writableFinished) stream.destroy();
				else stream.once('finish', () => stream.destroy());
			},
			configurable: true,
			writable: true,
		});
	}

	return stream;
};
