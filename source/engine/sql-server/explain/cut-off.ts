import {plural} from '../../../domain/words.ts';
import {without, type Finding} from '../finding.ts';
import type {Subject} from '../subject.ts';
import type {Failure} from './failure.ts';
import {noStrictTls} from './tls.ts';
import {whatFails} from './what-fails.ts';

/** What it means that the other end closed the connection, or that it was broken off on the way: by how far things had come. */
export const cutOff = ({at, rows = 0, answered = false}: Failure, subject: Subject): Finding => {
	const finding = (evidence: string, why: string, next: string): Finding =>
		without(at, 'failed', 'reset', evidence, {what: whatFails(at, subject), why, next});
	const closed = 'connection closed by the other end';
	switch (at) {
		case 'network':
		case 'tls':
			if (answered)
				return finding(
					`${closed} during the TLS handshake`,
					'SQL Server answered, then closed during the TLS handshake',
					'ask the database team which versions of TLS the server takes (TLS 1.2 is needed) and whether it can use its certificate, then the network team whether a firewall looks into TLS',
				);
			if (subject.config.encrypt === 'strict')
				return noStrictTls(closed, 'the connection was closed when TLS began', subject);
			return finding(
				closed,
				'the other end took the connection and closed it before a word was said, as what is not SQL Server does',
				'check `port` in the config, then ask the database team what listens there',
			);
		case 'login':
			return finding(
				closed,
				'the connection was closed during the login',
				'ask the database team whether the server is starting up, full or shutting down',
			);
		case 'database':
		case 'procedure':
		case 'rows':
		case 'timestamp':
		case 'age': {
			const come = at === 'rows' ? `${plural(rows, 'row')}, then ` : '';
			return finding(
				at === 'rows' ? `${come}the connection was closed` : closed,
				`${come}the connection was closed before the answer was complete`,
				'check again; if it stays ask the database team whether the server restarts or ends sessions',
			);
		}
	}
};
