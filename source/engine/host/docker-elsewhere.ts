/**
 * A shell function, `elsewhere`, that says where Docker can be found when its socket is not where it was looked for: the path of another
 * socket, or whether its daemon is `installed` or `absent`. Docker listens by itself, rootless and in a desktop, and Podman has its own in
 * their place. https://docs.docker.com/engine/security/rootless/tips/#client
 */
export const elsewhere = `elsewhere() {
	for socket in /var/run/docker.sock "/run/user/$(id -u)/docker.sock" "$HOME/.docker/run/docker.sock" \\
		"$HOME/.docker/desktop/docker.sock" "/run/user/$(id -u)/podman/podman.sock" /run/podman/podman.sock; do
		test -S "$socket" && { printf '%s' "$socket"; return; }
	done
	for daemon in /usr/bin/dockerd /usr/sbin/dockerd /usr/local/bin/dockerd; do
		test -x "$daemon" && { printf installed; return; }
	done
	if command -v dockerd >/dev/null; then printf installed; else printf absent; fi
}`;

/** What to do about it, by what `elsewhere` said; undefined where it said nothing of use. */
export const adviceFor = (said: string, label: string, path: string): string | undefined => {
	if (said.startsWith('/') && said !== path) return `set \`docker: {socket: ${said}}\` in the config: there it is`;
	if (said === 'installed') return 'start Docker there (`sudo systemctl start docker`)';
	return said === 'absent' ? `install Docker on ${label}, or name the host that has it in the config` : undefined;
};
