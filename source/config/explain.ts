import type * as z from 'zod';
import {closest} from '../domain/closest.ts';
import {printable} from '../domain/printable.ts';
import type {Problem} from '../domain/problem.ts';
import {keysAt} from './schema.ts';
import type {Path, Yaml} from './yaml.ts';

/** Whether the value at this path is a password or a way to one, or lies inside of such a value. */
export const isSecret = (path: Path): boolean =>
	path[0] === 'hosts' && path[2] === 'data' && (path[4] === 'password' || path[4] === 'passwordCommand');

/** What is wrong with the file and where: `expected` completes the sentence "expected …". */
export type Complaint = {
	readonly path: Path;
	readonly expected: string;
	/** Where to point when it is not where the path is. */
	readonly offset?: number;
	readonly unknownKey?: string;
	/** Whether to add what stands there instead; left out, yes. */
	readonly showValue?: boolean;
};

/** The part of a path that a config can have, which keeps a password that was mistaken for a key out of it. */
const sensible = (path: Path): Path => {
	const odd = path.findIndex((step, index) => {
		const known = keysAt(path.slice(0, index));
		return known.length > 0 && !known.includes(String(step));
	});
	return path.slice(0, odd === -1 ? (isSecret(path) ? 5 : path.length) : odd);
};

const valueAt = (value: unknown, path: Path): unknown =>
	path.reduce<unknown>(
		(inside, step) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, step) : undefined),
		value,
	);

const inWords = (value: unknown, path: Path): string => {
	if (value === undefined) return 'but it is missing';
	if (value === null) return 'got nothing';
	if (Array.isArray(value)) return 'got a list';
	if (typeof value === 'object') return 'got keys with values';
	// A file that is text as a whole is not a config but perhaps a key or a list of passwords.
	if (isSecret(path) || path.length === 0)
		return typeof value === 'string' ? 'got text' : 'got a value of another kind';
	if (typeof value !== 'string') return `got ${JSON.stringify(value)}`;
	// A URL can carry a password between // and @.
	const harmless = value.replace(/\/\/[^/]*@/, '//…@');
	return `got ${printable(JSON.stringify(harmless.length > 60 ? `${harmless.slice(0, 60)}…` : harmless))}`;
};

const unknownKey = (key: string, parent: Path): Pick<Problem, 'why' | 'next'> => {
	const known = keysAt(parent);
	const meant = closest(key, known);
	return {
		why: 'there is no such key',
		next: meant === undefined ? `the keys here are ${known.join(', ')}` : `did you mean ${meant}? If not, leave it out`,
	};
};

/** A complaint in words: `mlops-tui.yml:12:9 hosts.a.data.b.maxAge: expected a duration such as 1d or 36h, got "soon"`. */
export const explain = (complaint: Complaint, file: string, yaml: Yaml): Problem => {
	const {path, expected, showValue = true} = complaint;
	const {line, column} = yaml.place(complaint.offset ?? yaml.offsetOf(path));
	const at = (named: Path) => `${file}:${line}:${column} ${printable(named.join('.'))}`.trimEnd();
	if (complaint.unknownKey !== undefined)
		return {what: at(path), ...unknownKey(complaint.unknownKey, path.slice(0, -1))};
	const what = at(sensible(path));
	// The text of the file is shown and never what a variable was replaced by.
	const found = showValue ? `, ${inWords(valueAt(yaml.value, path), path)}` : '';
	return {what, why: `expected ${expected}${found}`, next: `correct line ${line} and start mlops-tui again`};
};

/** What the schema found. Of the ways a value could have been right, the one it came nearest to is told. */
export const complaintsOf = (issue: z.core.$ZodIssue, above: Path = []): readonly Complaint[] => {
	const path = [...above, ...issue.path];
	if (issue.code === 'unrecognized_keys')
		return issue.keys.map(key => ({path: [...path, key], expected: '', unknownKey: key}));
	if (issue.code === 'invalid_key')
		return [{path, expected: issue.issues[0]?.message ?? 'another name', showValue: false}];
	const nearest =
		issue.code === 'invalid_union'
			? issue.errors.find(issues => issues.some(({path: deeper}) => deeper.length > 0))
			: undefined;
	return nearest?.flatMap(each => complaintsOf(each, path)) ?? [{path, expected: issue.message}];
};
