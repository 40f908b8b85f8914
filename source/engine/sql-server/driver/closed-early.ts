const ignore = (): void => {};

/** Stands for the request of a connection that is closed: whatever the driver still does with it does nothing. */
const nobody = {on: ignore, once: ignore, removeListener: ignore, callback: ignore, error: undefined};

/**
 * Keeps a connection of the driver harmless once it is closed. It forgets its request then, and calls it all the same when the end of an
 * answer that had already come is read: `Cannot read properties of undefined (reading 'callback')`, thrown where nobody can catch it.
 * https://github.com/tediousjs/tedious/blob/v20.3.9/src/connection.ts, `SENT_CLIENT_REQUEST`
 */
export const harmlessOnceClosed = (connection: object): void => {
	let request: unknown;
	Object.defineProperty(connection, 'request', {
		get: () => request ?? (Reflect.get(connection, 'closed') === true ? nobody : undefined),
		set(value: unknown) {
			request = value;
		},
	});
};
