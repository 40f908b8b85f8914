import {skipped, whatIsMissing} from './requirements.ts';

/** Says once per test run that the tests on a real server are skipped, and why. */
export default function announce(): void {
	if (skipped) process.stderr.write(`test/engine-real is skipped: ${whatIsMissing} (.ci/run installs it)\n`);
}
