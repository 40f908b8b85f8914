import {expect, test} from 'vitest';
import {masked, maskedWords} from '../../../source/parse/mask/mask.ts';

test.each([
	[
		'--backend-store-uri postgresql://mlflow:pw@postgres/mlflow',
		'--backend-store-uri postgresql://mlflow:***@postgres/mlflow',
	],
	['postgresql://mlflow@postgres/mlflow', 'postgresql://mlflow@postgres/mlflow'],
	['redis://:p@ss@cache:6379/0', 'redis://:***@cache:6379/0'],
	['redis://:p/w@cache:6379/0', 'redis://:***@cache:6379/0'],
	['amqp://a:one@h1:5672,amqp://b:two@h2', 'amqp://a:***@h1:5672,amqp://b:***@h2'],
	['http://minio:9000/minio/health/live', 'http://minio:9000/minio/health/live'],
	['redis-server --requirepass x --port 6379', 'redis-server --requirepass *** --port 6379'],
	["exec app --token 'a b' --verbose", 'exec app --token *** --verbose'],
	['app --api-key=abc --level=info', 'app --api-key=*** --level=info'],
	['MINIO_ROOT_PASSWORD="a b" minio server', 'MINIO_ROOT_PASSWORD=*** minio server'],
	['Server=sql01;Password=abc;Encrypt=true', 'Server=sql01;Password=***'],
	['{"user": "er", "accessToken": "a\\"b"}', '{"user": "er", "accessToken": "***"}'],
	['curl -H "Authorization: Bearer abc.def=" http://h', 'curl -H "Authorization: Bearer ***" http://h'],
	[
		'app --password-file /run/secrets/db --tls-key-path=/etc/key.pem',
		'app --password-file /run/secrets/db --tls-key-path=/etc/key.pem',
	],
	['app --no-password --port 80', 'app --no-password --port 80'],
	['FATAL: password authentication failed for user "er"', 'FATAL: password authentication failed for user "er"'],
])('%s', (text, shown) => {
	expect(masked(text)).toBe(shown);
	expect(masked(shown)).toBe(shown);
});

test.each<[readonly string[], readonly string[]]>([
	[
		['redis-server', '--requirepass', 'x y', '--port', '6379'],
		['redis-server', '--requirepass', '***', '--port', '6379'],
	],
	[
		['app', '-token', '-x', '--debug'],
		['app', '-token', '***', '--debug'],
	],
	[
		['app', '--password=a b'],
		['app', '--password=***'],
	],
	[
		['sh', '-c', 'app --secret=a b'],
		['sh', '-c', 'app --secret=*** b'],
	],
	[
		['mlflow', '--uri', 'postgresql://er:pw@db/er'],
		['mlflow', '--uri', 'postgresql://er:***@db/er'],
	],
	[
		['app', '--key-file', '/etc/key'],
		['app', '--key-file', '/etc/key'],
	],
])('%j', (words, shown) => {
	expect(maskedWords(words)).toEqual(shown);
});

test('a text made to take long does not', () => {
	const long = ['pass'.repeat(50_000), 'a://b:'.repeat(20_000), `--${'key-'.repeat(50_000)}`, '"'.repeat(100_000)];
	const begun = performance.now();
	for (const text of long) masked(text);
	expect(performance.now() - begun).toBeLessThan(4000);
});
