/** An account of a Windows domain that the server knows. */
export type WindowsLogin = {
	readonly domain: string;
	readonly user: string;
	readonly password: string;
	/** Whether the server lets it in; the domain vouches for it in any case. Default true. */
	readonly admitted?: boolean;
};

/** An access token of Microsoft Entra ID, and whom it is for. */
export type FederatedLogin = {readonly token: string; readonly user: string};

/** Who may log in. */
export type Accounts = {
	readonly login: {readonly user: string; readonly password: string};
	readonly windows: readonly WindowsLogin[];
	readonly federated: readonly FederatedLogin[];
};
