// The user may hold an @ (a domain account): ssh splits at the last one. What starts with - would be an option of ssh.
const pattern =
	/^(?:(?!-)[^\s\p{C}:/]+@)?(?:\[[\da-fA-F:.]+(?:%[\w.-]+)?\]|(?!-)[^\s\p{C}@:/[\]]+)(?::(?<port>\d+))?$/u;

/** Whether this is `user@host`, `user@host:port`, `[address]:port` or a name of `~/.ssh/config`. */
export const isSshAddress = (text: string): boolean => {
	const found = pattern.exec(text);
	const port = found?.groups?.['port'];
	return found !== null && (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535));
};
