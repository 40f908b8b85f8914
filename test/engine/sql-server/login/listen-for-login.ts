import {listen} from '../practice.ts';

/** Header of a TDS packet: type, status, length, and what does not matter here. https://learn.microsoft.com/openspecs/windows_protocols/ms-tds */
const headSize = 8;
const [last, reply, prelogin] = [0x01, 0x04, 0x12];

// VERSION, ENCRYPTION (none here) and FEDAUTHREQUIRED, each with the offset and length of its value.
const options = Buffer.from(
	['0000100006', '0100160001', '0600170001', 'ff', '100000000000', '02', '01'].join(''),
	'hex',
);

const packet = (payload: Buffer): Buffer =>
	Buffer.concat([Buffer.from([reply, last, 0, headSize + payload.length, 0, 0, 1, 0]), payload]);

/** Says just enough to be told who wants to log in, in the clear, and then hangs up. */
export const listenForLogin = async () => {
	const logins: Buffer[] = [];
	const server = await listen(socket => {
		let bytes = Buffer.alloc(0);
		let message = Buffer.alloc(0);
		socket.on('data', (chunk: Buffer) => {
			bytes = Buffer.concat([bytes, chunk]);
			while (bytes.length >= headSize && bytes.length >= bytes.readUInt16BE(2)) {
				const [type, status] = bytes;
				const end = bytes.readUInt16BE(2);
				message = Buffer.concat([message, bytes.subarray(headSize, end)]);
				bytes = bytes.subarray(end);
				if (status !== last) continue;
				if (type === prelogin) socket.write(packet(options));
				else {
					logins.push(message);
					socket.destroy();
				}
				message = Buffer.alloc(0);
			}
		});
	});
	return {...server, logins};
};
