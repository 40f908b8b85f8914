import {backwards} from './bytes.ts';
import type {Value} from '../procedure.ts';

const pattern = /^\{?([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})\}?$/i;

/** A uniqueidentifier: its first three groups are little-endian numbers, the others bytes. @throws {TypeError} */
export const writeGuid = (value: Value): Buffer => {
	const [, a = '', b = '', c = '', d = '', e = ''] = pattern.exec(String(value)) ?? [];
	if (a === '') {
		throw new TypeError(`"${String(value)}" is not a uniqueidentifier such as 6F9619FF-8B86-D011-B42D-00C04FC964FF`);
	}

	return Buffer.concat([...[a, b, c].map(group => backwards(Buffer.from(group, 'hex'))), Buffer.from(d + e, 'hex')]);
};

/** In capitals, as SQL Server writes it. */
export const readGuid = (bytes: Buffer): string =>
	[
		backwards(bytes.subarray(0, 4)),
		backwards(bytes.subarray(4, 6)),
		backwards(bytes.subarray(6, 8)),
		bytes.subarray(8, 10),
		bytes.subarray(10),
	]
		.map(group => group.toString('hex').toUpperCase())
		.join('-');
