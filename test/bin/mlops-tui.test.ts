import {spawnSync} from 'node:child_process';
import {copyFile, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const program = fileURLToPath(new URL('../../bin/mlops-tui.js', import.meta.url));

type Run = {
	/** The text of `dist/cli.js`; there is none when left out. */
	readonly cli?: string;
	/** The version that Node says it has. */
	readonly version?: string;
	readonly environment?: Readonly<Record<string, string>>;
};

/** Runs the program in a package of its own. */
const run = async ({cli, version = process.version, environment = {}}: Run) => {
	const home = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	try {
		await mkdir(join(home, 'bin'));
		await mkdir(join(home, 'dist'));
		await copyFile(program, join(home, 'bin/mlops-tui.js'));
		await writeFile(join(home, 'package.json'), '{"type": "module"}');
		if (cli !== undefined) await writeFile(join(home, 'dist/cli.js'), cli);
		const pretend = `Object.defineProperty(process, 'version', {value: '${version}'})`;
		const {stdout, stderr, status} = spawnSync(
			process.execPath,
			['--import', `data:text/javascript,${pretend}`, join(home, 'bin/mlops-tui.js'), 'check'],
			{encoding: 'utf8', env: {TMPDIR: home, ...environment}},
		);
		return {stdout, stderr, status};
	} finally {
		await rm(home, {recursive: true, force: true});
	}
};

const cli = 'console.log(process.env.NODE_ENV, process.argv[2])';

test.each(['v12.22.0', 'v20.1.0', 'v22.11.0', 'v22.2.9'])('Node %s is told that it is too old', async version => {
	expect(await run({cli, version})).toEqual({
		stdout: '',
		stderr: `mlops-tui needs Node 22.12 or newer; this is ${version}\n`,
		status: 1,
	});
});

test.each(['v22.12.0', 'v23.0.0', 'v24.1.0', 'v100.0.0'])('Node %s runs the build for production', async version => {
	expect(await run({cli, version})).toEqual({stdout: 'production check\n', stderr: '', status: 0});
});

test('another mode is left as it is', async () => {
	expect(await run({cli, environment: {NODE_ENV: 'development'}})).toMatchObject({stdout: 'development check\n'});
});

test('compiled code is kept for the next start', async () => {
	const asked = "import {getCompileCacheDir} from 'node:module'; console.log(typeof getCompileCacheDir());";
	expect(await run({cli: asked})).toMatchObject({stdout: 'string\n'});
});

test('without a build it says how to make one', async () => {
	expect(await run({})).toEqual({stdout: '', stderr: 'mlops-tui is not built yet; run npm run build\n', status: 1});
});

test('another failure of the build is not hidden', async () => {
	const {stderr, status} = await run({cli: "import './missing.js';"});
	expect(stderr).toContain('missing.js');
	expect(status).not.toBe(0);
});
