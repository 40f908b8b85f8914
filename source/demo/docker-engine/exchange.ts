import type {IncomingMessage, ServerResponse} from 'node:http';
import type {World} from './world.ts';

/** One request being answered. `signal` aborts when the client has gone away. */
export type Exchange = {
	readonly world: World;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly query: URLSearchParams;
	/** The `{id}` of the path, empty where there is none. */
	readonly reference: string;
	readonly signal: AbortSignal;
};

export type Handler = (exchange: Exchange) => void | Promise<void>;

/** `path` is matched against the whole path without its version; its first group is the reference. */
export type Route = {readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: RegExp; readonly handle: Handler};

export const answerJson = (response: ServerResponse, status: number, body: unknown): void => {
	const text = `${JSON.stringify(body)}\n`;
	response.writeHead(status, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text)}).end(text);
};

/** 204 for what was done, 304 for what was so already. */
export const answerEmpty = (response: ServerResponse, done = true): void => {
	response.writeHead(done ? 204 : 304).end();
};

/** Sends the head of an answer whose body follows later. */
export const open = (response: ServerResponse, contentType?: string): void => {
	response.writeHead(200, contentType === undefined ? {} : {'Content-Type': contentType});
	response.flushHeaders();
};

/** Go's reading of a boolean in a query. https://github.com/moby/moby/blob/v20.10.24/api/server/httputils/form.go#L10 */
export const isTrue = (query: URLSearchParams, name: string, missing = false): boolean => {
	const value = query.get(name);
	if (value === null) return missing;
	return !['', '0', 'false', 'no', 'none'].includes(value.trim().toLowerCase());
};
