import {expect, test} from 'vitest';
import * as z from 'zod';
import {jsonSchema} from '../../source/config/schema.ts';
import {fileWithCheck} from './support.ts';

test('the JSON Schema that ships is the one of the config', async () => {
	await expect(`${JSON.stringify(jsonSchema(), undefined, '\t')}\n`).toMatchFileSnapshot(
		'../../schema/mlops-tui.schema.json',
	);
});

/** The paths of the keys without a description. */
const undescribed = (schema: z.core.JSONSchema._JSONSchema | undefined, path: string): readonly string[] => {
	if (typeof schema !== 'object') return [];
	const keys = Object.entries(schema.properties ?? {});
	return [
		...keys
			.filter(([, inside]) => typeof inside !== 'object' || inside.description === undefined)
			.map(([key]) => `${path}.${key}`),
		...keys.flatMap(([key, inside]) => undescribed(inside, `${path}.${key}`)),
		...undescribed(schema.additionalProperties, `${path}.*`),
	];
};

test('every key has a description', () => {
	expect(undescribed(jsonSchema(), '')).toEqual([]);
	expect(undescribed({properties: {a: {}}}, '')).toEqual(['.a']);
});

test('an editor accepts variables where the console does, and refuses an unknown key', () => {
	const editor = z.fromJSONSchema(jsonSchema());
	const good: unknown = JSON.parse(fileWithCheck({maxAge: '${AGE}', timezone: '${ZONE}', server: '${SERVER}'}));
	expect(editor.safeParse(good).error).toBeUndefined();
	expect(editor.safeParse(JSON.parse(fileWithCheck({maxage: '1d'}))).success).toBe(false);
});
