import type {Chunk} from '../connection.ts';

export type Finished = {readonly code: number | undefined; readonly stdout: string; readonly stderr: string};

/** Most characters kept of each stream: these are the short answers of short commands. */
const most = 1024 * 1024;

/** What a short command said in all. */
export const runToEnd = async (chunks: AsyncIterable<Chunk>): Promise<Finished> => {
	const text = {stdout: '', stderr: ''};
	const decoders = {stdout: new TextDecoder(), stderr: new TextDecoder()};
	let code: number | undefined;
	for await (const chunk of chunks) {
		if (chunk.from === 'exit') code = chunk.code;
		else if (text[chunk.from].length < most)
			text[chunk.from] += decoders[chunk.from].decode(chunk.bytes, {stream: true});
	}

	return {code, ...text};
};
