import {expect, test} from 'vitest';
import {fileWithCheck, loadGood, makeDirectory} from './support.ts';

const full = `# yaml-language-server: $schema=https://example.org/mlops-tui.schema.json
hosts:
  er-forecast:
    ssh: user@10.30.51.137
    directory: \${PLACE}/ER-forecast
    services: docker-compose.services.yml
    jobs: [docker-compose.jobs.yml, more.yml]
    logs:
      training: logs/training.log
      prediction: logs/prediction.log
    errors: 'ERROR|Exception|$$'
    mask: ['\\bpatient-\\d+\\b', 'ward (\\w+)']
    schedules: {training: '0 2 * * *', prediction: '15 * * * *'}
    triggers: {training: 'http://localhost:5000/train'}
    data:
      patients:
        server: sql01.example.org
        port: 14330
        database: ER
        user: er_reader
        authentication: {type: ntlm, domain: EXAMPLE}
        password: \${MSSQL_PASSWORD}
        procedure: dbo.GetLatestPatientData
        parameters: {since: '2026-01-01', limit: 5, all: false, ward: null}
        timestampColumn: RegisteredAt
        columns: Ward
        neededBy: [prediction, training]
        timezone: Europe/Stockholm
        maxAge: 1d 12h
        timeout: 45s
        via: direct
        encrypt: strict
        trustServerCertificate: false
        ca: certificates/ca.pem
    protect: [postgres, minio]
    readonly: true
    docker: {socket: /run/user/1000/docker.sock}
  this-one: {}
`;

test('every key of the file arrives', async () => {
	const config = await loadGood(full, {PLACE: '/srv', MSSQL_PASSWORD: 'hunter2'});
	const directory = config.file?.replace(/\/mlops-tui\.yml$/, '');
	expect(config).toEqual({
		file: `${directory}/mlops-tui.yml`,
		hosts: [
			{
				name: 'er-forecast',
				ssh: 'user@10.30.51.137',
				directory: '/srv/ER-forecast',
				services: ['docker-compose.services.yml'],
				jobs: ['docker-compose.jobs.yml', 'more.yml'],
				logs: {training: 'logs/training.log', prediction: 'logs/prediction.log'},
				errors: /ERROR|Exception|$/,
				mask: [/\bpatient-\d+\b/, /ward (\w+)/],
				schedules: {training: '0 2 * * *', prediction: '15 * * * *'},
				triggers: {training: 'http://localhost:5000/train'},
				data: [
					{
						name: 'patients',
						server: 'sql01.example.org',
						port: 14_330,
						database: 'ER',
						login: {
							type: 'ntlm',
							user: 'er_reader',
							password: expect.any(Function),
							domain: 'EXAMPLE',
							clientId: undefined,
							tenantId: undefined,
						},
						procedure: 'dbo.GetLatestPatientData',
						parameters: {since: '2026-01-01', limit: 5, all: false, ward: null},
						timestampColumn: 'RegisteredAt',
						instance: undefined,
						timestampParameter: undefined,
						returnValue: undefined,
						columns: ['Ward'],
						neededBy: ['prediction', 'training'],
						timezone: 'Europe/Stockholm',
						maxAge: 36 * 3_600_000,
						timeout: 45_000,
						via: 'direct',
						encrypt: 'strict',
						trustServerCertificate: false,
						caFile: `${directory}/certificates/ca.pem`,
					},
				],
				protect: ['postgres', 'minio'],
				readonly: true,
				socket: '/run/user/1000/docker.sock',
			},
			expect.objectContaining({name: 'this-one'}),
		],
		warnings: [],
	});
	expect(await config.hosts[0].data[0]?.login.password?.()).toBe('hunter2');
});

test.each([
	['an address', '10.0.0.7'],
	['an address with colons', 'fe80::1'],
	['an address with colons and an instance', String.raw`fe80::1\ER`],
])('%s is a server', async (_title, server) => {
	const {hosts} = await loadGood(fileWithCheck({server}));
	expect(hosts[0].data[0]?.server).toBe(server.split('\\')[0]);
});

test('what is left out has a default', async () => {
	const {hosts} = await loadGood(`
hosts:
  er:
    data:
      patients: {server: sql01, database: ER, user: reader, password: x, procedure: dbo.Latest}
`);
	expect(hosts).toEqual([
		{
			name: 'er',
			ssh: undefined,
			directory: undefined,
			services: [],
			jobs: [],
			logs: {},
			errors: /ERROR|Exception/,
			mask: [],
			schedules: {},
			triggers: {},
			data: [
				{
					name: 'patients',
					server: 'sql01',
					port: 1433,
					database: 'ER',
					login: expect.objectContaining({type: 'sql', user: 'reader', domain: undefined}),
					procedure: 'dbo.Latest',
					parameters: {},
					timestampColumn: undefined,
					instance: undefined,
					timestampParameter: undefined,
					returnValue: undefined,
					columns: [],
					neededBy: ['prediction'],
					timezone: undefined,
					maxAge: 24 * 3_600_000,
					timeout: 15_000,
					via: 'host',
					encrypt: true,
					trustServerCertificate: false,
					caFile: undefined,
				},
			],
			protect: [],
			readonly: false,
			socket: '/var/run/docker.sock',
		},
	]);
});

/** The one check of a file, with these keys added or changed. */
const checkWith = async (keys: Readonly<Record<string, unknown>>) =>
	(await loadGood(fileWithCheck(keys))).hosts[0].data[0];

test('a backslash in the server names an instance', async () => {
	expect(await checkWith({server: String.raw`sql01\ER_2019$`})).toMatchObject({server: 'sql01', instance: 'ER_2019$'});
	const {hosts} = await loadGood(
		String.raw`hosts: {er: {data: {p: {server: sql01\ER, database: d, user: u, password: x, procedure: p}}}}`,
	);
	expect(hosts[0].data[0]).toMatchObject({server: 'sql01', instance: 'ER'});
});

test.each([
	{timestampParameter: 'newest'},
	{returnValue: 'minutes'},
	{returnValue: 'status'},
	{timezone: 'offset'},
	{timezone: 'utc'},
	{neededBy: []},
	{columns: ['Ward', 'Bed no']},
	{parameters: {big: 9_007_199_254_740_991, half: 0.5, text: "it's"}},
])('%j arrives as it is', async keys => {
	expect(await checkWith(keys)).toMatchObject(keys);
});

const [clientId, tenantId] = ['c0ffee', '7e7a47'];

test.each([
	['default', {}, undefined],
	['default', {clientId}, undefined],
	['access-token', {}, 'eyJ0'],
	['password', {clientId, tenantId, user: 'reader@example.org'}, 'x'],
	['service-principal-secret', {clientId, tenantId}, 'x'],
	['msi-vm', {}, undefined],
	['msi-app-service', {clientId}, undefined],
])(
	'a login of Azure by %s %j takes what that kind needs and no more',
	async (kind, {user, ...ids}: {readonly user?: string; readonly [id: string]: string | undefined}, secret) => {
		const type = `azure-active-directory-${kind}`;
		const check = await checkWith({user, password: secret, authentication: {type, ...ids}});
		const {password, ...login} = check?.login ?? {};
		expect(login).toEqual({type, user, domain: undefined, clientId: undefined, tenantId: undefined, ...ids});
		expect(await password?.()).toBe(secret);
	},
);

test('the hosts keep the order of the file, since the first is the default', async () => {
	const {hosts} = await loadGood('hosts: {zeta: {}, alpha: {}, 10.0.0.1: {}}');
	expect(hosts.map(({name}) => name)).toEqual(['zeta', 'alpha', '10.0.0.1']);
});

test('an alias stands for what it names', async () => {
	const {hosts} = await loadGood('hosts: {one: {protect: &them [postgres]}, two: {protect: *them}}');
	expect(hosts[1]?.protect).toEqual(['postgres']);
});

test('a merge key brings the keys that are not there, the first that has one first', async () => {
	const {hosts} = await loadGood(
		`hosts:
  er:
    data:
      patients: &patients
        server: sql01
        <<: &login {database: ER, user: reader, password: '\${P}', maxAge: 1d}
        procedure: dbo.Patients
      beds:
        procedure: dbo.Beds
        <<: [{maxAge: 2h, user: other}, *patients]
        user: beds
      quick: {<<: *patients, maxAge: 1h}
`,
		{P: 'hunter2'},
	);
	expect(hosts[0].data).toMatchObject([
		{
			name: 'patients',
			server: 'sql01',
			database: 'ER',
			login: {user: 'reader'},
			procedure: 'dbo.Patients',
			maxAge: 86_400_000,
		},
		{name: 'beds', server: 'sql01', database: 'ER', login: {user: 'beds'}, procedure: 'dbo.Beds', maxAge: 7_200_000},
		{name: 'quick', server: 'sql01', login: {user: 'reader'}, procedure: 'dbo.Patients', maxAge: 3_600_000},
	]);
	expect(await hosts[0].data[1]?.login.password?.()).toBe('hunter2');
});

test('a mark at the start of the file and line ends of Windows do not matter', async () => {
	const {hosts} = await loadGood('\ufeffhosts:\r\n  er:\r\n    ssh: a@b\r\n');
	expect(hosts[0].ssh).toBe('a@b');
});

test('a ca in the home directory is found there', async () => {
	await using home = await makeDirectory();
	const {hosts} = await loadGood(
		'hosts: {er: {data: {p: {server: s, database: d, user: u, password: x, procedure: p, ca: ~/ca.pem}}}}',
		{HOME: home.path},
	);
	expect(hosts[0].data[0]?.caFile).toBe(`${home.path}/ca.pem`);
});
