import {hidden} from './hidden.ts';

/*
 * Swedish personal identity numbers and coordination numbers: a birth date (60 added to the day for the latter), a serial number, a check digit;
 * `+` instead of `-` from the year somebody turns 100. https://www.skatteverket.se/personnummer
 */
const candidate =
	/(?<![A-Za-z0-9]|\d[.,])((?:18|19|20)?)(\d{2})(\d{2})(\d{2})([-+\u2010-\u2013\u2212]?)(\d{4})(?![A-Za-z0-9]|[.,]\d)/g;

const longMonths = new Set([1, 3, 5, 7, 8, 10, 12]);

const daysIn = (month: number, century: string, year: number): number => {
	if (month === 2) return year % 4 === 0 && `${century}${year}` !== '190' ? 29 : 28;
	return longMonths.has(month) ? 31 : 30;
};

const isDate = (century: string, [year, month, day]: readonly [number, number, number]): boolean => {
	const birthday = day > 60 ? day - 60 : day;
	return month >= 1 && month <= 12 && birthday >= 1 && birthday <= daysIn(month, century, year);
};

/** The check of Luhn: https://en.wikipedia.org/wiki/Luhn_algorithm */
const isChecked = (digits: string): boolean => {
	let sum = 0;
	for (let index = 0; index < digits.length; index++) {
		const weighted = Number(digits.charAt(index)) * (index % 2 === 0 ? 2 : 1);
		sum += weighted > 9 ? weighted - 9 : weighted;
	}
	return sum % 10 === 0;
};

const afterTime = /(?:time|ts|epoch|stamp|_at|exp|iat|nbf|unix|since|until|seconds)\\*["']?\s?[:=]?\s?\\*["']?$/i;

/** Ten digits that begin with 16 to 19 may be seconds since 1970: where a line begins, and after a word of time. */
const isEpoch = (digits: string, text: string, start: number): boolean =>
	/^1[6-9]/.test(digits) && (start === 0 || afterTime.test(text.slice(Math.max(0, start - 24), start)));

/** A text without Swedish personal identity numbers. Other numbers of as many digits stay, but for one in a hundred or fewer. */
export const withoutIdentityNumbers = (text: string): string =>
	text.replace(
		candidate,
		(
			whole: string,
			...[century, year, month, day, separator, serial, start]: [string, string, string, string, string, string, number]
		) => {
			const digits = `${year}${month}${day}${serial}`;
			const isOne =
				isDate(century, [Number(year), Number(month), Number(day)]) &&
				isChecked(digits) &&
				!(century === '' && separator === '' && isEpoch(digits, text, start));
			return isOne ? hidden : whole;
		},
	);
