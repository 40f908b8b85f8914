import {problemIn} from '../../../source/domain/problem.ts';
import {save} from '../../../source/terminal/save.ts';

/** Saves 2 MB to the path of its first argument, and prints how that went. */
const chunks = async function* () {
	for (let chunk = 0; chunk < 32; chunk++) yield 'x'.repeat(64 * 1024);
};

try {
	const saved = await save(chunks(), process.argv[2] ?? '', {directory: process.cwd()});
	process.stdout.write(String(saved.bytes));
} catch (error) {
	process.stdout.write(problemIn(error).why);
}
