import type {ColumnType} from '../procedure.ts';
import type {TypeInfo} from './types.ts';
import {decimalType, hasLongSize, ids, isDecimal, largestText, max, momentType, mostDigits} from './types.ts';

type Named = Exclude<ColumnType, `${string}(${number},${number})`>;

const sized = (id: number, size: number): TypeInfo => ({id, size, scale: 0});

/** As SQL Server declares a column when no more is said: a decimal has 18 digits, a time seven after the second. */
const named: Readonly<Record<Named, TypeInfo>> = {
	tinyint: sized(ids.int, 1),
	smallint: sized(ids.int, 2),
	int: sized(ids.int, 4),
	bigint: sized(ids.int, 8),
	bit: sized(ids.bit, 1),
	real: sized(ids.float, 4),
	float: sized(ids.float, 8),
	decimal: decimalType(ids.decimal, 18, 0),
	numeric: decimalType(ids.numeric, 18, 0),
	smallmoney: sized(ids.money, 4),
	money: sized(ids.money, 8),
	uniqueidentifier: sized(ids.guid, 16),
	varchar: sized(ids.varchar, largestText),
	nvarchar: sized(ids.nvarchar, largestText),
	'nvarchar(max)': sized(ids.nvarchar, max),
	varbinary: sized(ids.varbinary, largestText),
	'varbinary(max)': sized(ids.varbinary, max),
	date: sized(ids.date, 3),
	time: momentType(ids.time, 7),
	smalldatetime: sized(ids.datetime, 4),
	datetime: sized(ids.datetime, 8),
	datetime2: momentType(ids.datetime2, 7),
	datetimeoffset: momentType(ids.datetimeoffset, 7),
};

const isNamed = (type: string): type is Named => Object.hasOwn(named, type);

/** @throws {TypeError} for a decimal that SQL Server cannot have. */
export const typeInfoOf = (type: ColumnType): TypeInfo => {
	if (isNamed(type)) {
		return named[type];
	}

	const [, name, precision = 0, scale = 0] = /^(\w+)\((\d+),(\d+)\)$/.exec(type) ?? [];
	const [digits, fraction] = [Number(precision), Number(scale)];
	if (digits < 1 || digits > mostDigits || fraction > digits) {
		throw new TypeError(`"${type}" is no type: a decimal has 1 to 38 digits, and no more than these after the point`);
	}

	return decimalType(name === 'numeric' ? ids.numeric : ids.decimal, digits, fraction);
};

/**
 * The type of a declaration, `sizes` being what stands in its parentheses: `nvarchar(50)`, `varbinary(max)`, `datetime2(3)`,
 * `decimal(9,2)`. Undefined where SQL Server or this server has no such type.
 */
export const declaredType = (name: string, sizes: readonly string[]): TypeInfo | undefined => {
	const lower = name.toLowerCase();
	const type = isNamed(lower)
		? named[lower]
		: {char: named.varchar, nchar: named.nvarchar, binary: named.varbinary}[lower];
	const [first, second = '0', ...more] = sizes;
	if (!type || first === undefined || more.length > 0) {
		return first === undefined ? type : undefined;
	}

	if (hasLongSize(type.id) && (first === 'max' || /^\d+$/.test(first))) {
		const width = type.id === ids.nvarchar ? 2 : 1;
		return {...type, size: first === 'max' ? max : Math.min(Number(first) * width, largestText)};
	}

	const digits = [Number(first), Number(second)] as const;
	if (isDecimal(type.id) && digits[0] >= 1 && digits[0] <= mostDigits && digits[1] <= digits[0]) {
		return decimalType(type.id, ...digits);
	}

	return type.id !== ids.date && type.scale > 0 && digits[0] <= 7 ? momentType(type.id, digits[0]) : undefined;
};

/** The column type that holds every value of this type. */
export const columnTypeOf = ({id, size, precision = 0, scale}: TypeInfo): ColumnType => {
	switch (id) {
		case ids.decimal:
			return `decimal(${precision},${scale})`;
		case ids.numeric:
			return `numeric(${precision},${scale})`;
		case ids.nvarchar:
		case ids.nchar:
			return size === max ? 'nvarchar(max)' : 'nvarchar';
		case ids.varbinary:
		case ids.binary:
			return size === max ? 'varbinary(max)' : 'varbinary';
		case ids.varchar:
		case ids.char:
			return 'nvarchar';
		default: {
			const holds = (type: TypeInfo) => type.id === id && (type.size === size || type.scale > 0);
			const names = Object.keys(named).filter(isNamed);
			return names.find(name => holds(named[name])) ?? 'nvarchar';
		}
	}
};
