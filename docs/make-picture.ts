// Draws docs/overview.svg and docs/log.svg from the console on its practice server: npm run picture, from the project's root.
import {writeFile} from 'node:fs/promises';
import {openConsole} from '../test/support/person.ts';
import {screenToSvg} from '../test/support/svg.ts';

await using person = await openConsole({columns: 110, rows: 26, level: 1, heartbeat: 1000});
const draw = async (file: string): Promise<void> => {
	await person.terminal.drawn();
	await writeFile(file, screenToSvg(person.terminal.model));
};

await person.sees(/stale \(old\).* ago/);
await person.sees('4 kinds ·');
await person.sees(/grafana .*\n(.*%.*\n){4}/);
await person.sees(/connected \d ms/);
await draw('docs/overview.svg');

person.press(':', ...'logs prediction', 'enter');
await person.sees(/prediction · whole log · \d+ errors · following/);
person.press('/', ...'too stale', 'enter');
await person.sees(/\d+ hits in .* lines/);
person.press('c');
await person.sees(/hits in .* lines.* context 3/);
await draw('docs/log.svg');
