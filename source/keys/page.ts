import type {HelpPart} from './help.ts';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

/** The help of every keymap as a Markdown page: `docs/keys.md` is this, word for word. */
export const keysPage = (parts: readonly HelpPart[]): string =>
	[
		'# Keys',
		'',
		'Generated from the keymaps; `test/keys-page.test.ts` writes and guards it. Keys that change something on the server do not exist in',
		'read-only mode. `?` shows the keys that work where you are.',
		...parts.flatMap(({title, rows}) => [
			'',
			`## ${title}`,
			'',
			'| key | does |',
			'|---|---|',
			...rows.map(
				({keys, label}) =>
					`| ${keys
						.split(' ')
						.map(key => `\`${cell(key)}\``)
						.join(' ')} | ${cell(label)} |`,
			),
		]),
		'',
	].join('\n');
