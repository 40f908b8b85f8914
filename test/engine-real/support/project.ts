import {chmod, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {baseImage} from './dockerd.ts';

/** The services of the ER-forecast server, in the order of its compose file. */
export const serviceNames = ['mlflow', 'postgres', 'minio', 'grafana', 'prometheus'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const servicesFile = 'docker-compose.services.yml';
export const jobsFile = 'docker-compose.jobs.yml';

/** How the failing prediction ends. */
export const staleness = 'ValueError: Data is too stale: newest record is 31 hours old, at most 24 are allowed';

const service = (name: string): string => `
  ${name}:
    image: ${baseImage}
    restart: always
    network_mode: none
    command: [sh, -c, "trap 'exit 0' TERM; echo ${name} is ready; sleep 2147483647 & wait"]`;

const job = (name: string): string => `
  ${name}:
    build: {context: ., dockerfile: Dockerfile.${name}}
    network_mode: none
    volumes: ["./logs:/app/logs"]
    command: [python, -m, flows.${name}_flow]`;

const dockerfile = (name: string): string => `FROM ${baseImage}
WORKDIR /app
COPY python /bin/python
COPY flows/${name}_flow.sh flows/${name}_flow.sh
`;

/** `python -m flows.prediction_flow`, as far as these jobs need it. */
const python = `#!/bin/sh
test "$1" = -m || exit 2
exec sh "/app/flows/\${2#flows.}.sh"
`;

const training = `say() { echo "$(date '+%Y-%m-%d %H:%M:%S,000') $1" | tee -a /app/logs/training.log; }
say 'INFO training: model registered'
`;

const prediction = `say() { echo "$1" | tee -a /app/logs/prediction.log; }
now="$(date '+%Y-%m-%d %H:%M:%S')"
say "$now,000 INFO prediction: reading patient data"
say "$now,120 ERROR prediction: the forecast could not be made"
say 'Traceback (most recent call last):'
say '  File "/app/flows/prediction_flow.py", line 88, in predict'
say '    check_freshness(rows)'
say '  File "/app/flows/data.py", line 31, in check_freshness'
say '    raise ValueError(f"Data is too stale: newest record is {age} hours old, at most 24 are allowed")'
say '${staleness}'
exit 1
`;

/**
 * Writes the ER-forecast project into a new directory: five services and the jobs training (which succeeds) and
 * prediction (which fails with a traceback, on stdout and in `logs/prediction.log`).
 */
export const writeProject = async (directory: string): Promise<void> => {
	await mkdir(path.join(directory, 'flows'), {recursive: true});
	await mkdir(path.join(directory, 'logs'));
	const files: Readonly<Record<string, string>> = {
		[servicesFile]: `services:${serviceNames.map(name => service(name)).join('')}\n`,
		[jobsFile]: `services:${['training', 'prediction'].map(name => job(name)).join('')}\n`,
		'Dockerfile.training': dockerfile('training'),
		'Dockerfile.prediction': dockerfile('prediction'),
		python,
		'flows/training_flow.sh': training,
		'flows/prediction_flow.sh': prediction,
	};
	for (const [name, text] of Object.entries(files)) await writeFile(path.join(directory, name), text);
	await chmod(path.join(directory, 'python'), 0o755);
};
