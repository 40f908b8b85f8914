import {grafanaSays as says} from './grafana.ts';
import {hour, minute, type Scenario} from './scenario.ts';

/** Docker does not start a container again that somebody stopped, whatever its restart policy: so it lies there until somebody does. */
export const morning: Scenario = {
	name: 'morning',
	story: 'Grafana is down, and prediction fails because the patient data is 31 hours old',
	fallen: {
		grafana: {
			exitCode: 1,
			ago: 41 * minute,
			lastWords: [
				says('logger=server level=info msg="Shutdown started" reason="System signal: terminated"'),
				says(
					'logger=sqlstore.transactions level=info msg="Database locked, sleeping then retrying" error="database is locked" retry=0 code="database is locked"',
				),
				says(
					'logger=sqlstore.transactions level=info msg="Database locked, sleeping then retrying" error="database is locked" retry=1 code="database is locked"',
				),
				says(
					'logger=sqlstore.transactions level=info msg="Database locked, sleeping then retrying" error="database is locked" retry=2 code="database is locked"',
				),
				says(
					'logger=sqlstore level=error msg="Failed to save the server state: /var/lib/grafana/grafana.db is held by the nightly backup" error="database is locked"',
				),
				says('logger=server level=error msg="Server shutdown failed" error="database is locked"'),
			],
		},
	},
	importStopped: () => 31 * hour,
	lineLost: [52],
};
