import {backwards, int32, MalformedMessage, uint32} from './bytes.ts';
import type {Value} from '../procedure.ts';
import type {TypeInfo} from './types.ts';

const moneyDigits = 4;

/** The whole number that `value` is in units of the last of `scale` digits; what has more digits is rounded, half away from zero. */
const scaled = (value: Value, scale: number): bigint => {
	const text = typeof value === 'number' && Number.isFinite(value) ? plain(value) : String(value);
	const [, sign, whole = '', fraction = ''] = /^([-+]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
	if (sign === undefined) {
		throw new TypeError(`"${text}" is not a number such as -12.34`);
	}

	const kept = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
	const rounded = (fraction[scale] ?? '0') >= '5' ? kept + 1n : kept;
	return sign === '-' ? -rounded : rounded;
};

/** Without an exponent. */
const plain = (value: number): string => (/e/.test(String(value)) ? value.toFixed(20) : String(value));

/** `-12.34`, with all of its `scale` digits. */
const unscaled = (value: bigint, scale: number): string => {
	const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
	const point = digits.length - scale;
	return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
};

const littleEndian = (value: bigint, size: number): Buffer =>
	backwards(Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex'));

/** MS-TDS 2.2.5.5.1.6: the sign, 1 for positive, then the number without its point. @throws {TypeError | RangeError} */
export const writeDecimal = ({size, precision = 0, scale}: TypeInfo, value: Value): Buffer => {
	const whole = scaled(value, scale);
	const positive = whole >= 0n;
	const absolute = positive ? whole : -whole;
	if (absolute >= 10n ** BigInt(precision)) {
		throw new RangeError(`${String(value)} does not fit in decimal(${precision},${scale})`);
	}

	return Buffer.concat([Buffer.from([Number(positive)]), littleEndian(absolute, size - 1)]);
};

/** As text, since a decimal may have more digits than a number holds. `bytes` may be fewer than the type has room for. */
export const readDecimal = ({scale}: TypeInfo, bytes: Buffer): string => {
	if (bytes.length < 2) {
		throw new MalformedMessage('a decimal without digits');
	}

	const absolute = BigInt(`0x${backwards(bytes.subarray(1)).toString('hex')}`);
	return unscaled(bytes[0] === 0 ? -absolute : absolute, scale);
};

/** MS-TDS 2.2.5.5.1.2: ten-thousandths; of eight bytes the higher four come first. @throws {TypeError | RangeError} */
export const writeMoney = ({size}: TypeInfo, value: Value): Buffer => {
	const whole = scaled(value, moneyDigits);
	if (BigInt.asIntN(size * 8, whole) !== whole) {
		throw new RangeError(`${String(value)} does not fit in money of ${size} bytes`);
	}

	const high = int32(Number(whole >> 32n));
	return size === 4 ? int32(Number(whole)) : Buffer.concat([high, uint32(Number(BigInt.asUintN(32, whole)))]);
};

/** As text with four digits after the point. */
export const readMoney = ({size}: TypeInfo, bytes: Buffer): string =>
	unscaled(
		size === 4 ? BigInt(bytes.readInt32LE()) : (BigInt(bytes.readInt32LE()) << 32n) + BigInt(bytes.readUInt32LE(4)),
		moneyDigits,
	);
