import {expect, test} from 'vitest';
import {lastWordsOf} from '../../../source/engine/runs/last-words.ts';

const failed = 'failed to solve: executor failed running [/bin/sh -c make]: exit code: 2';

test.each<[string, string, string]>([
	[
		'of a step that failed, what it said',
		`#5 [3/3] RUN make\n------\n > [3/3] RUN make:\n#5 0.180 no rule\n------\n${failed}\n`,
		'no rule',
	],
	[
		'of newer ones too',
		`------\n > [3/3] RUN make:\n0.180 no rule\n------\nDockerfile:3\n----\n   3 | RUN make\n----\n${failed}`,
		'no rule',
	],
	['of a step that said nothing, what compose says', `------\n > [3/3] RUN false:\n------\n${failed}\n\n`, failed],
	[
		'without a step, the last line',
		'open /srv/er/docker-compose.jobs.yml: \u001B[31mno such file or directory\u001B[0m\n',
		'open /srv/er/docker-compose.jobs.yml: no such file or directory',
	],
	['of a line that was written over, how it stands', 'Pulling 10%\rPulling 20%\rdenied\n', 'denied'],
	['of nothing, nothing', '\n', ''],
])('%s', (_case, output, words) => {
	expect(lastWordsOf(output)).toBe(words);
});
