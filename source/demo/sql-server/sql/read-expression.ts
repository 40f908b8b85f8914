import type {Cursor} from './cursor.ts';
import type {Expression} from './expression.ts';
import {call, constant, operate, variable} from './expression.ts';
import {notUnderstood} from './lexer.ts';

const largestInt = 2_147_483_647;

/** @throws {SqlError} */
export const readExpression = (cursor: Cursor): Expression => {
	let left = product(cursor);
	while (cursor.is('+') || cursor.is('-')) {
		left = operate(cursor.take().text, left, product(cursor));
	}

	return left;
};

const product = (cursor: Cursor): Expression => {
	let left = single(cursor);
	while (cursor.is('*') || cursor.is('/') || cursor.is('%')) {
		left = operate(cursor.take().text, left, single(cursor));
	}

	return left;
};

const single = (cursor: Cursor): Expression => {
	if (cursor.takes('-')) {
		return cursor.next.kind === 'number'
			? number(`-${cursor.take().text}`)
			: operate('-', constant('int', 0), single(cursor));
	}

	if (cursor.takes('(')) {
		const inner = readExpression(cursor);
		cursor.expect(')');
		return inner;
	}

	const word = cursor.take();
	switch (word.kind) {
		case 'number':
			return number(word.text);
		case 'text':
			return constant('nvarchar', word.text);
		case 'bytes':
			return constant('varbinary', Buffer.from(word.text, 'hex'));
		case 'variable':
			return variable(word.text);
		case 'word':
			return word.text.toLowerCase() === 'null' ? constant('int', null) : callOf(cursor, word.text);
		case 'quoted name':
		case 'symbol':
		case 'end':
			throw notUnderstood(word.text, word.line);
	}
};

/** As T-SQL has it: with an exponent it is a float, with a point a numeric of just its digits, otherwise an int or larger. */
const number = (text: string): Expression => {
	if (/e/i.test(text)) {
		return constant('float', Number(text));
	}

	const [whole = '', fraction] = text.replace('-', '').split('.');
	if (fraction !== undefined) {
		return constant(
			`numeric(${Math.max(whole.length + fraction.length, 1)},${fraction.length})`,
			text.replace(/^(-?)\./, '$10.').replace(/\.$/, ''),
		);
	}

	return constant(Math.abs(Number(text)) > largestInt ? 'bigint' : 'int', BigInt(text));
};

const callOf = (cursor: Cursor, name: string): Expression => {
	if (!cursor.takes('(')) {
		return call(name, undefined);
	}

	const given: Expression[] = [];
	if (name.toLowerCase() === 'datepart') {
		given.push(constant('nvarchar', cursor.name()));
		cursor.expect(',');
	}

	if (!cursor.is(')')) {
		do {
			given.push(readExpression(cursor));
		} while (cursor.takes(','));
	}

	cursor.expect(')');
	return call(name, given);
};
