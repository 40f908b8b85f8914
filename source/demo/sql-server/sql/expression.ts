import type {ColumnType, Value} from '../procedure.ts';
import {SqlError} from '../procedure.ts';
import {functions, globals} from './functions.ts';
import type {Scope, Typed, Variable, Variables} from './scope.ts';
import {columnTypeOf} from '../tds/column-types.ts';

/** What a piece of T-SQL is worth when it runs. */
export type Expression = (scope: Scope) => Typed;

export const constant =
	(type: ColumnType, value: Value): Expression =>
	() => ({type, value});

export const variable =
	(name: string): Expression =>
	scope => {
		const wanted = name.toLowerCase();
		const global = globals[wanted];
		if (global) {
			return global(scope);
		}

		const {type, value} = declared(scope.variables, name);
		return {type: columnTypeOf(type), value};
	};

/** @throws {SqlError} when there is no variable of this name. */
export const declared = (variables: Variables, name: string): Variable => {
	const found = variables.get(name.toLowerCase());
	if (!found) {
		throw new SqlError({number: 137, class: 15, state: 2, message: `Must declare the scalar variable "${name}".`});
	}

	return found;
};

/** `given` is undefined when the name stands without parentheses, as CURRENT_TIMESTAMP does. */
export const call =
	(name: string, given: readonly Expression[] | undefined): Expression =>
	scope => {
		const found = functions[given ? name.toLowerCase() : `${name.toLowerCase()} without parentheses`];
		if (found) {
			return found(scope, given?.map(expression => expression(scope)) ?? []);
		}

		throw given
			? new SqlError({
					number: 195,
					class: 15,
					state: 10,
					message: `'${name}' is not a built-in function name that the practice SQL Server recognizes.`,
				})
			: new SqlError({number: 207, message: `Invalid column name '${name}'.`});
	};

/** Texts are joined, whole numbers calculated; NULL with anything is NULL. */
export const operate =
	(operator: string, left: Expression, right: Expression): Expression =>
	scope => {
		const [a, b] = [left(scope), right(scope)];
		if (operator === '+' && (a.type === 'nvarchar' || b.type === 'nvarchar')) {
			const either = a.value === null || b.value === null;
			return {type: 'nvarchar', value: either ? null : `${String(a.value)}${String(b.value)}`};
		}

		const type = a.type === 'bigint' || b.type === 'bigint' ? 'bigint' : 'int';
		if (a.value === null || b.value === null) {
			return {type, value: null};
		}

		return {type, value: calculate(operator, whole(a), whole(b))};
	};

const whole = ({type, value}: Typed): bigint => {
	const counts = type === 'int' || type === 'bigint' || type === 'bit';
	if (counts && (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')) {
		return BigInt(value);
	}

	throw new SqlError({number: 8117, message: `The practice SQL Server does not calculate with ${type}.`});
};

const calculate = (operator: string, a: bigint, b: bigint): bigint => {
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		default:
			if (b === 0n) {
				throw new SqlError({number: 8134, message: 'Divide by zero error encountered.'});
			}

			return operator === '/' ? a / b : a % b;
	}
};
