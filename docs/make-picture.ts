// Draws docs/overview.svg from the console on its practice server: npm run picture, from the project's root.
import {writeFile} from 'node:fs/promises';
import {openConsole} from '../test/support/person.ts';
import {screenToSvg} from '../test/support/svg.ts';

await using person = await openConsole({columns: 110, rows: 26, level: 1, heartbeat: 1000});
await person.sees(/stale \(old\).* ago/);
await person.sees('2 kinds ·');
await person.sees(/grafana .*\n(.*%.*\n){4}/);
await person.sees(/connected \d ms/);
await person.terminal.drawn();
await writeFile('docs/overview.svg', screenToSvg(person.terminal.model));
