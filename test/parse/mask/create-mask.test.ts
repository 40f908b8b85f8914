import {generateKeyPairSync} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {createLineMask} from '../../../source/parse/mask/line-mask.ts';
import {createMask} from '../../../source/parse/mask/mask.ts';

const mask = createMask([]);

/** Not written as one word, so that nobody who scans the repository for secrets finds what is none. */
const token = (...parts: readonly string[]): string => parts.join('');
const letters = 'abcdefghijABCDEFGHIJ0123456789abcdefghij';

test.each([
	// Connection strings
	[
		'Server=sql01;Database=ER;User Id=er;Password=a b,c;Encrypt=true',
		'Server=sql01;Database=ER;User Id=er;Password=***;Encrypt=true',
	],
	['DRIVER={ODBC Driver 18};SERVER=sql01;UID=er;PWD={a;b}', 'DRIVER={ODBC Driver 18};SERVER=sql01;UID=er;PWD=***'],
	['Password="a;b" ;Server=x', 'Password="***" ;Server=x'],
	['AccountName=er;AccountKey=abc+/=;EndpointSuffix=x', 'AccountName=er;AccountKey=***;EndpointSuffix=x'],
	[
		'Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=abc=',
		'Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=***',
	],
	['SharedAccessSignature=sv=1;BlobEndpoint=x', 'SharedAccessSignature=***;BlobEndpoint=x'],
	["pyodbc.connect('DSN=er;UID=er;PWD=hunter2')", "pyodbc.connect('DSN=er;UID=er;PWD=***')"],
	// URLs
	['to postgresql://mlflow:pw@postgres/mlflow failed', 'to postgresql://mlflow:***@postgres/mlflow failed'],
	['redis://:p/w@cache:6379/0', 'redis://:***@cache:6379/0'],
	['amqp://a:one@h1:5672,amqp://b:two@h2', 'amqp://a:***@h1:5672,amqp://b:***@h2'],
	['https://x.blob.core.windows.net/c?sv=1&sig=a%2Fb&se=2', 'https://x.blob.core.windows.net/c?sv=1&sig=***&se=2'],
	['GET /b?X-Amz-Signature=ab12&x=1', 'GET /b?X-Amz-Signature=***&x=1'],
	[`GET /maps?key=${letters}&x=1`, 'GET /maps?key=***&x=1'],
	['GET /x?token=abc&user=er HTTP/1.1', 'GET /x?token=***&user=er HTTP/1.1'],
	[`https://${letters}@sentry.example.org/1`, 'https://***@sentry.example.org/1'],
	// Headers
	['> Authorization: Bearer abc.def=', '> Authorization: Bearer ***'],
	["{'Authorization': 'Basic dXNlcjpwYXNz', 'Accept': '*/*'}", "{'Authorization': 'Basic ***', 'Accept': '*/*'}"],
	['Authorization: AWS4-HMAC-SHA256 Credential=x/y, Signature=z', 'Authorization: AWS4-HMAC-SHA256 ***'],
	['Authorization: 0123456789abcdef', 'Authorization: ***'],
	['sent Bearer abc123def456', 'sent Bearer ***'],
	['Set-Cookie: session=abc; Path=/', 'Set-Cookie: ***'],
	['X-Api-Key: hunter2hunter2', 'X-Api-Key: ***'],
	// Tokens by their shape
	[`user ${token('AKIA', 'IOSFODNN7EXAMPLE')} denied`, 'user *** denied'],
	['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key = ***'],
	[`remote: ${token('ghp', '_', letters)}.`, 'remote: ***.'],
	[token('github', '_pat_', letters), '***'],
	[token('gl', 'pat-', letters), '***'],
	[`(${token('xox', 'b-', letters)})`, '(***)'],
	[`Incorrect API key provided: ${token('sk', '-proj-', letters)}`, 'Incorrect API key provided: ***'],
	['Invalid API key: 3f9a8b7c6d5e4f3a2b1c', 'Invalid API key: ***'],
	[token('da', 'pi', '0123456789abcdef'.repeat(2)), '***'],
	[token('h', 'f_', letters), '***'],
	['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_ expired', 'jwt *** expired'],
	// Private keys
	['-----BEGIN RSA PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY-----***'],
	[
		'x -----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY----- y',
		'x -----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY----- y',
	],
	['aB3/'.repeat(16), '***'],
	// JSON, Python, YAML, options
	['{"user": "er", "accessToken": "a\\"b", "n": 1}', '{"user": "er", "accessToken": "***", "n": 1}'],
	['body "{\\"password\\": \\"x y\\", \\"n\\": 1}"', 'body "{\\"password\\": \\"***\\", \\"n\\": 1}"'],
	['{"password": 12345}', '{"password": ***}'],
	["{'password': 'x', 'user': 'er'}", "{'password': '***', 'user': 'er'}"],
	['{"a": {"password": "cut off he', '{"a": {"password": "***'],
	["Config(user='er', db_password='x', port=1433)", "Config(user='er', db_password='***', port=1433)"],
	['connect(password=x, port=1)', 'connect(password=***, port=1)'],
	['  password: x y z', '  password: ***'],
	['- passphrase: x', '- passphrase: ***'],
	['msg="login with password=x" level=info', 'msg="login with password=***" level=info'],
	['MINIO_ROOT_PASSWORD=minio123 MINIO_ROOT_USER=minio', 'MINIO_ROOT_PASSWORD=*** MINIO_ROOT_USER=minio'],
	['app --password x --port 80', 'app --password *** --port 80'],
	["['app', '--api-key', 'x y', '-v']", "['app', '--api-key', '***', '-v']"],
	['app --token=x1y2z3 -v', 'app --token=*** -v'],
	['clientSecret: aB3dE5gH7', 'clientSecret: ***'],
	['password=Sommar(2026)!x', 'password=***'],
	['Password=a.b2(c;Encrypt=true', 'Password=***;Encrypt=true'],
	['lösenord=hemligt', 'lösenord=***'],
	['SECRET: hunter2', 'SECRET: ***'],
	['  API_TOKEN: hunter2 # of May', '  API_TOKEN: *** # of May'],
	// In a URL that is a parameter of another one
	['GET /login?next=%2Fx%3Fpassword%3Dhunter2%26user%3Der', 'GET /login?next=%2Fx%3Fpassword%3D***%26user%3Der'],
	['next=a%26token%3dhunter2&x=1', 'next=a%26token%3d***&x=1'],
	['password%3Dhunter2', 'password%3D***'],
	// In words
	["login of er with password 'hunter2' refused", "login of er with password '***' refused"],
	["CREATE USER 'er' IDENTIFIED BY 'it''s x' REQUIRE SSL", "CREATE USER 'er' IDENTIFIED BY '***' REQUIRE SSL"],
	['ALTER ROLE er WITH ENCRYPTED PASSWORD "hunter2";', 'ALTER ROLE er WITH ENCRYPTED PASSWORD "***";'],
	// Commands
	['mysql -phunter2 -u er forecast', 'mysql -p*** -u er forecast'],
	['+ /usr/bin/mysqldump -u er -p hunter5 forecast', '+ /usr/bin/mysqldump -u er -p *** forecast'],
	["sshpass -p 'hunter 2' ssh -p 2222 er@host", "sshpass -p '***' ssh -p 2222 er@host"],
	["['mongosh', '-u', 'er', '-p', 'hunter2', '--quiet']", "['mongosh', '-u', 'er', '-p', '***', '--quiet']"],
	["['mysql', '-phunter2', 'forecast']", "['mysql', '-p***', 'forecast']"],
	['docker login -u er -p hunter2 registry.example.org', 'docker login -u er -p *** registry.example.org'],
	['redis-cli -h cache -a hunter2 ping', 'redis-cli -h cache -a *** ping'],
	['curl -s -u er:hunter2 https://minio/health', 'curl -s -u er:*** https://minio/health'],
	['curl --user "er:hunter 2" https://minio', 'curl --user "er:***" https://minio'],
])('%s', (text, shown) => {
	expect(mask(text)).toBe(shown);
	expect(mask(shown)).toBe(shown);
});

test.each([
	"KeyError: 'rate'",
	"KeyError: 'api_rate_of_the_ward'",
	'keyword=forecast keywords: a, b',
	'ERROR:  duplicate key value violates unique constraint "runs_pkey"',
	'primary key constraint, foreign_key=ward_id, sort_key=registered_at',
	'key error: no such key: forecast/model.pkl',
	'cache_key=3f2c9a77aa01 key=models/2026-11-21/model.pkl',
	'tokens=512 max_tokens=512 token_count=12 tokenizer=bert token: 12',
	"eos_token='<|endoftext|>' pad_token=[PAD] next_token=abcdef",
	"SyntaxError: Unexpected token: '}' in JSON",
	'Unexpected token: identifier',
	'token: expired',
	'FATAL:  password authentication failed for user "er"',
	'Password: authentication failed',
	'password: must be at least 8 characters',
	'password_encryption=scram-sha-256 password_file=/run/secrets/db --password-file /run/secrets/db',
	'password=None password="" token=null secret: false',
	'password=${MSSQL_PASSWORD} password=*** token=<redacted>',
	'no password supplied, using password: YES',
	'Basic authentication is off; Bearer authentication required',
	'Authorization: denied for user er',
	'http://minio:9000/bucket?user=a@b.example',
	'http://minio:9000/minio/health/live',
	'git@github.com:er/forecast.git',
	'passed=12 bypass=yes compass: north passes=3',
	'author=er authors: a, b design=x signal=15 sig=9 signature: valid',
	'    token = get_token(scope)',
	'    credential = DefaultAzureCredential()',
	'  const credential = new ClientSecretCredential(tenant)',
	'    password=os.environ["MSSQL_PASSWORD"], user=user',
	'    connect(password=settings.DB_PASSWORD, port=1433)',
	'{"prompt":"Password: ","echo":false}',
	'risk-assessment-of-the-emergency-ward-2026 desk-top',
	'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
	'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
	'-----BEGIN CERTIFICATE-----',
	'secretName: er-forecast secretKeyRef: x',
	'SECRET: not set, TOKEN: expired, PRIVATE_KEY: missing',
	'docker run -p 3306:3306 mysql',
	'mysql -u er -p -h db forecast',
	'mysql -P 3306 --protocol tcp --port 3306',
	'ssh -p 2222 er@host',
	'mkdir -p /var/lib/mysql',
	'mysql is up; ssh -p 2222 er@host',
	'curl -u er https://minio -o out:file',
	"no password 'is required'",
	'password%3D',
	'2026-11-21 14:02:07,123 INFO mlflow.server: Listening at: http://0.0.0.0:5050 (1)',
])('%s stays as it is', text => {
	expect(mask(text)).toBe(text);
});

test.each([
	// Numbers that Skatteverket and Wikipedia print as examples.
	['patient 640823-3234 admitted', 'patient *** admitted'],
	['19640823-3234', '***'],
	['196408233234', '***'],
	['id=6408233234,', 'id=***,'],
	['pnr_6408233234', 'pnr_***'],
	['811228-9874.', '***.'],
	['670919+9530', '***'],
	['18670919-9530', '***'],
	['640823–3234', '***'],
	['coordination 701063-2391', 'coordination ***'],
	["{'pnr': '19811228-9874'}", "{'pnr': '***'}"],
	['two: 640823-3234;811228-9874', 'two: ***;***'],
])('a personal identity number: %s', (text, shown) => {
	expect(mask(text)).toBe(shown);
});

test.each([
	['a wrong check digit', '640823-3235'],
	['no such day', '640832-3233 640231-3230'],
	['no leap year', '19630229-3230'],
	['seconds since 1970', '1763733727 1763733727.123 ts=1801019871'],
	['milliseconds since 1970', '1763733727123'],
	['an order number', 'order 8899001122'],
	['a number with a fraction', '6408233234.5 0.6408233234'],
	['a part of a digest', 'a6408233234f'],
	['a longer number', '16408233234 64082332341'],
	['a time in a name', 'backup-20261121-140207.sql'],
	['a phone number', '+46 8 123 456 78'],
	['a century nobody lived in', '446408233234'],
	['a UUID', '550e8400-e29b-41d4-a716-446655440000'],
])('%s is no personal identity number: %s', (_title, text) => {
	expect(mask(text)).toBe(text);
});

test('colours do not keep a secret from being found', () => {
	expect(mask('\u001B[36mtoken\u001B[0m=\u001B[35mabcd1234\u001B[0m \u001B[31m640823-3234')).toBe('token=*** ***');
	expect(mask('\u001B[31mERROR\u001B[0m no key')).toBe('\u001B[31mERROR\u001B[0m no key');
});

test('the own patterns hide what they match, or their groups alone', () => {
	const own = createMask([/\bpatient-\d+\b/, /ward (\w+) bed (\d+)/, /(?<=x)(a(b))|c/i, /q*/]);
	expect(own('patient-12 patient-x in ward A7 bed 3')).toBe('*** patient-x in ward *** bed ***');
	expect(own('xab C')).toBe('x*** ***');
	expect(own('password=x patient-1')).toBe('password=*** ***');
});

const size = 64 * 1024;
const fill = (piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

test('no line takes long however it is made', () => {
	const shapes = [
		'pass',
		'password',
		'password=',
		'password="',
		"password='",
		'password: ',
		'password:',
		'password ',
		'password\\"',
		'password\\',
		'a://b:',
		'a://',
		'a://b:c',
		'a://b:@',
		'://:',
		'--key-',
		'--token ',
		'--token',
		'"',
		'\\',
		'\\"',
		'{',
		'pwd={',
		'pwd={a',
		';',
		';a=',
		'a ',
		'pwd=;&,',
		'pwd=,a ',
		'pwd=&a b c ',
		'eyJ',
		'eyJaaaaaaa.',
		'eyJaaaaaaaa',
		'-----BEGIN PRIVATE KEY-----',
		'-----BEGIN ',
		'authorization: Bearer ',
		'authorization:',
		'authorization: ',
		'Bearer ',
		'cookie: ',
		'cookie:a',
		'sk-',
		'sk-a',
		'ghp_',
		'xoxb-',
		'glpat-',
		'SG.',
		'SG.a',
		'hvs.a',
		'AKIA',
		'6',
		'64082',
		'640823-',
		'640823-3234',
		'640823-323',
		' ',
		'\t',
		'key ',
		'api key: ',
		'?sig=',
		'?key=a1',
		'a-',
		'a.',
		'aA',
		'Aa1/',
		'token=a_',
		'token=a.',
		'token=aA',
		'sharedaccess',
		'passwordfile=',
		'token=1',
		'å',
		'mysql ',
		'mysql -p',
		'mysql -p"',
		'curl -u ',
		'curl -u a:',
		'docker login ',
		'password%3D',
		'a%26',
		"password '",
		"identified by '",
		'TOKEN: ',
	];
	const whole = [
		...shapes.map(fill),
		`password=${fill('a,')}`,
		`password: ${fill('a)')}`,
		`password=${fill(')')}x`,
		`password=${fill('_')}`,
		`password=${fill('aA')}`,
		`password=${fill('a.')}`,
		`a://b:${fill('@/')}`,
		`"password": "${fill('\\"')}`,
	];
	for (const text of whole) {
		const begun = performance.now();
		mask(text);
		expect({text: text.slice(0, 32), quick: performance.now() - begun < 2000}).toMatchObject({quick: true});
	}
});

const inOrder = (lines: readonly string[]): readonly string[] => lines.map(createLineMask(mask));
const front = (line: string, index: number): string => `web-1  | 2026-11-20 06:00:4${index % 10} INFO ${line}`;

describe('lines that come one after the other', () => {
	const {privateKey} = generateKeyPairSync('rsa', {
		modulusLength: 1024,
		privateKeyEncoding: {type: 'pkcs1', format: 'pem'},
		publicKeyEncoding: {type: 'spki', format: 'pem'},
	});
	const key = privateKey.trimEnd().split('\n');
	const [begin = '', ...rest] = key;
	const content = rest.slice(0, -1);
	const end = rest.at(-1) ?? '';

	test('hide all of a private key, its last line too', () => {
		expect(inOrder(['read', ...key, 'the next line'])).toEqual([
			'read',
			`${begin}***`,
			...content.map(() => '***'),
			end,
			'the next line',
		]);
	});

	test('hide it behind what stands in front of each of its lines', () => {
		expect(inOrder(key.map(front)).join('\n')).toBe(
			[`${begin}***`, ...content.map(() => '***'), end].map(front).join('\n'),
		);
		const message = [`2026-11-20 06:00:44 ERROR cannot read ${begin}`, ...content.map(line => `    ${line}`), end];
		expect(inOrder(message)).toEqual([`${message[0]}***`, ...content.map(() => '    ***'), end]);
	});

	test('hide lines that are short, and what is written of an encrypted key', () => {
		const lines = [
			begin,
			'Proc-Type: 4,ENCRYPTED',
			'DEK-Info: AES-128-CBC,0123',
			'',
			'MIIEabc',
			'hunter/2+=',
			end,
			'done',
		];
		expect(inOrder(lines)).toEqual([`${begin}***`, ...lines.slice(1, 4), '***', '***', end, 'done']);
	});

	test('hide the end of a key of which the beginning is not there', () => {
		expect(inOrder([...content.slice(2), end, 'done'])).toEqual([...content.slice(2).map(() => '***'), end, 'done']);
	});

	test('show what is none of a key that was cut short', () => {
		const lines = ['2026-11-20 06:00:44 INFO done', 'word', end];
		expect(inOrder([begin, ...lines])).toEqual([`${begin}***`, ...lines]);
		expect(inOrder([`${begin}MIIE${end}`, 'word'])).toEqual([`${begin}***${end}`, 'word']);
		expect(inOrder(['-----BEGIN CERTIFICATE-----', 'word'])).toEqual(['-----BEGIN CERTIFICATE-----', 'word']);
	});

	test('lose their colours where they are hidden', () => {
		expect(inOrder([`\u001B[36m${begin}\u001B[0m`, '\u001B[36mMIIEabc\u001B[0m'])).toEqual([`${begin}***`, '***']);
	});
});
