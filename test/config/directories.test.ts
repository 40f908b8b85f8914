import {expect, test} from 'vitest';
import {userDirectory} from '../../source/config/directories.ts';

test.each([
	[{}, '/root/.local/state/mlops-tui'],
	[{HOME: '/home/me'}, '/home/me/.local/state/mlops-tui'],
	[{HOME: '/home/me', XDG_STATE_HOME: '/var/state'}, '/var/state/mlops-tui'],
	[{HOME: '/home/me', XDG_STATE_HOME: ''}, '/home/me/.local/state/mlops-tui'],
	[{HOME: '/home/me', XDG_STATE_HOME: 'state'}, '/home/me/.local/state/mlops-tui'],
	[{HOME: 'me'}, '/root/.local/state/mlops-tui'],
])('with %j state lies in %s', (environment, directory) => {
	expect(userDirectory('XDG_STATE_HOME', environment, '/root')).toBe(directory);
});
