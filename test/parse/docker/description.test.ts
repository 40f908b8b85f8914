import {expect, test} from 'vitest';
import {describeContainer} from '../../../source/parse/docker/description.ts';

test('what a container was started with is told without the secrets in it', () => {
	const facts = describeContainer({
		Id: 'a',
		State: {Status: 'running', Health: {Log: [{ExitCode: 1, Output: 'cannot reach redis://:hidden@cache\n'}]}},
		Config: {
			Entrypoint: ['sh', '-c', 'exec redis-server --requirepass hidden'],
			Cmd: ['--backend-store-uri', 'postgresql://mlflow:hidden@postgres/mlflow', '--token', 'hidden words'],
			Env: ['POSTGRES_PASSWORD=hidden'],
		},
	});
	expect(Object.fromEntries(facts.map(({what, value}) => [what, value]))).toMatchObject({
		entrypoint: 'sh -c "exec redis-server --requirepass ***"',
		command: '--backend-store-uri postgresql://mlflow:***@postgres/mlflow --token ***',
		'last health check': 'exit 1: cannot reach redis://:***@cache',
		variables: 'POSTGRES_PASSWORD',
	});
	expect(JSON.stringify(facts)).not.toContain('hidden');
});
