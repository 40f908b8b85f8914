import {expect, test} from 'vitest';
import {noHistory} from '../../source/engine/age-history.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import type {Deed} from '../../source/flow/perform.ts';
import {startConsole} from '../../source/start.tsx';
import {createTheme} from '../../source/ui/theme.ts';
import {openTerminal} from '../support/terminal.ts';
import {waitUntil} from '../support/wait.ts';
import {hostOf} from './support/host.ts';
import {startRealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {targetOf} from './support/target.ts';

test.skipIf(skipped)(
	'from a killed service and a failed forecast to a running service, at the keyboard',
	async () => {
		await using server = await startRealServer();
		const terminal = openTerminal(120, 40);
		const quitting = new AbortController();
		const deeds: Deed[] = [];
		const left = startConsole({
			host: hostOf(server),
			label: `${server.user}@127.0.0.1`,
			practice: false,
			warnings: [],
			history: noHistory,
			theme: createTheme({level: 0, ascii: false}),
			heartbeat: 1000,
			dial: (asker, signal) => dialSsh(targetOf(server), asker, signal),
			audit: async deed => void deeds.push(deed),
			signal: quitting.signal,
			stdin: terminal.stdin,
			stdout: terminal.stdout,
		});
		const sees = (what: RegExp): Promise<void> =>
			waitUntil(
				() => what.test(terminal.screen()),
				() => `never saw ${String(what)} on\n${terminal.screen()}`,
				30_000,
			);

		try {
			await sees(/all 5 up/);
			await server.docker('kill', await server.containerOf('grafana'));
			await sees(/grafana +exited \(137, killed\)/);
			await server.runJob('prediction');
			await sees(/prediction .*failed \(1\)/);
			await sees(/Data is too stale/);

			terminal.type('r');
			await sees(/grafana restarted in \d+s/);
			await sees(/grafana +running/);
			await waitUntil(
				() => deeds.length > 0,
				() => `nothing was audited; the screen is\n${terminal.screen()}`,
				30_000,
			);
			expect(deeds[0]?.command).toContain('restart grafana');
			expect(deeds[0]?.outcome).toMatch(/^grafana restarted in \d+s/);

			server.ssh.killSessions();
			await sees(/as of \d\d:\d\d:\d\d/);
			await server.docker('kill', await server.containerOf('minio'));
			await sees(/minio +exited \(137, killed\)/);
		} finally {
			quitting.abort();
			await left;
		}
	},
	120_000,
);
