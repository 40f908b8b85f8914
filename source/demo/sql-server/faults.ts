/** How the server misbehaves: it falls silent, ends the connection in good order, or breaks it off. */
export type Fault = 'hang' | 'close' | 'reset';

/** A fault for each stage a client goes through. May be changed at any time; a stage reads it when it is reached. */
export type Faults = {
	/** Before a byte is read. */
	accept?: Fault | undefined;
	/** Instead of the answer to PRELOGIN. */
	prelogin?: Fault | undefined;
	/** Instead of the first flight of the TLS handshake. */
	tls?: Fault | undefined;
	/** Instead of the answer to LOGIN7. */
	login?: Fault | undefined;
	/** Instead of running a batch of SET statements, which is what drivers send right after the login. */
	setup?: Fault | undefined;
	/** Instead of running any other request. One that hangs can be cancelled. */
	request?: Fault | undefined;
	/** Instead of confirming that a request was cancelled. */
	attention?: Fault | undefined;
};
