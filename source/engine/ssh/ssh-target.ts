/** Where an SSH connection leads and how to log in there, with all of the user's ssh configuration already applied. */
export type SshTarget = {
	/** As the user wrote it. */
	readonly label: string;
	readonly user: string;
	readonly host: string;
	readonly port: number;
	readonly hostKeyAlias: string | undefined;
	/** Paths on this machine, in the order to try; those that do not exist are skipped. */
	readonly identityFiles: readonly string[];
	/** Whether the agent's other keys stay out of it. */
	readonly identitiesOnly: boolean;
	/** Path of the agent's socket. */
	readonly agent: string | undefined;
	/** In the order to read; a newly trusted key is added to the first. */
	readonly knownHostsFiles: readonly string[];
	/** The host to go through first. */
	readonly jump: SshTarget | undefined;
};

/** A host as written: `user@host`, `host:port`, `user@[::1]:22`, or an alias of the ssh configuration. */
export type WrittenHost = {
	readonly host: string;
	readonly user: string | undefined;
	readonly port: number | undefined;
};

/** The settings for a host, by their names in lower case, with the values in the order of the configuration. */
export type Settings = {
	get(name: string): string | undefined;
	all(name: string): readonly string[];
};
