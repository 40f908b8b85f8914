import {openLocal} from '../../source/engine/host/local.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import type {SshTarget} from '../../source/engine/ssh/ssh-target.ts';
import {sh} from '../../source/engine/host/shell.ts';

// A process of its own that follows a file, for tests that kill it: `node follower.ts FILE [TARGET]`, where TARGET is JSON.
const [path = '', target] = process.argv.slice(2);
const never = new AbortController().signal;
const nobody = {secret: async () => undefined, trust: async () => false};

const dial = async (words: string) => {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The test that starts this process wrote it.
	const parsed = JSON.parse(words) as Omit<SshTarget, 'jump' | 'agent' | 'hostKeyAlias'>;
	return dialSsh({jump: undefined, agent: undefined, hostKeyAlias: undefined, ...parsed}, nobody, never);
};

const connection = target === undefined ? openLocal() : await dial(target);
// GNU's tail notices by itself when nobody reads it any more; through cat it does not.
for await (const chunk of connection.run(sh`tail -F -- ${path} | cat`, never))
	if (chunk.from === 'stdout') process.stdout.write(chunk.bytes);
