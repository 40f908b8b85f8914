import {constants, type Stats} from 'node:fs';
import {lstat, open, readdir, realpath, stat, type FileHandle} from 'node:fs/promises';
import {resolve} from 'node:path';
import ssh2, {type Attributes, type FileEntry, type SFTPWrapper} from 'ssh2';

const {STATUS_CODE} = ssh2.utils.sftp;

const statusOf = (error: unknown): number => {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'ENOENT') return STATUS_CODE.NO_SUCH_FILE;
	return code === 'EACCES' || code === 'EPERM' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
};

const attributes = ({mode, uid, gid, size, atimeMs, mtimeMs}: Stats): Attributes => ({
	mode,
	uid,
	gid,
	size,
	atime: Math.floor(atimeMs / 1000),
	mtime: Math.floor(mtimeMs / 1000),
});

const idOf = (handle: Buffer): number => (handle.length === 4 ? handle.readUInt32BE(0) : 0);

/** Of no file: asked for a path, a server may leave them empty. */
const noAttributes: Attributes = {mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0};

/** Read-only SFTP for the real files of this machine, as the user who started it; relative paths are below `root`. A read gives at most so many
 * bytes. */
export const serveFiles = (sftp: SFTPWrapper, root: string, mostPerRead = 256 * 1024): void => {
	const files = new Map<number, FileHandle>();
	const directories = new Map<number, FileEntry[]>();
	let last = 0;

	const at = (path: string): string => resolve(root, path);
	const newHandle = (): {id: number; handle: Buffer} => {
		last++;
		const handle = Buffer.alloc(4);
		handle.writeUInt32BE(last);
		return {id: last, handle};
	};

	const answer = (request: number, work: () => Promise<void>): void => {
		work().catch((error: unknown) => sftp.status(request, statusOf(error)));
	};

	const fileOf = (handle: Buffer): FileHandle => {
		const file = files.get(idOf(handle));
		if (file === undefined) throw new Error('No such handle');
		return file;
	};

	sftp.on('OPEN', (request, path, flags) =>
		answer(request, async () => {
			if ((flags & ~ssh2.utils.sftp.OPEN_MODE.READ) !== 0) {
				sftp.status(request, STATUS_CODE.PERMISSION_DENIED);
				return;
			}

			const {id, handle} = newHandle();
			files.set(id, await open(at(path), constants.O_RDONLY));
			sftp.handle(request, handle);
		}),
	);
	sftp.on('READ', (request, handle, offset, length) =>
		answer(request, async () => {
			const {bytesRead, buffer} = await fileOf(handle).read(
				Buffer.alloc(Math.min(length, mostPerRead)),
				0,
				undefined,
				offset,
			);
			if (bytesRead === 0) sftp.status(request, STATUS_CODE.EOF);
			else sftp.data(request, buffer.subarray(0, bytesRead));
		}),
	);
	sftp.on('FSTAT', (request, handle) =>
		answer(request, async () => sftp.attrs(request, attributes(await fileOf(handle).stat()))),
	);
	sftp.on('STAT', (request, path) =>
		answer(request, async () => sftp.attrs(request, attributes(await stat(at(path))))),
	);
	sftp.on('LSTAT', (request, path) =>
		answer(request, async () => sftp.attrs(request, attributes(await lstat(at(path))))),
	);
	sftp.on('OPENDIR', (request, path) =>
		answer(request, async () => {
			const names = await readdir(at(path));
			const entries = await Promise.all(
				names.map(async filename => ({
					filename,
					longname: filename,
					attrs: attributes(await lstat(resolve(at(path), filename))),
				})),
			);
			const {id, handle} = newHandle();
			directories.set(id, entries);
			sftp.handle(request, handle);
		}),
	);
	sftp.on('READDIR', (request, handle) => {
		// In pieces, as an answer must fit into one packet.
		const entries = directories.get(idOf(handle))?.splice(0, 100) ?? [];
		if (entries.length === 0) sftp.status(request, STATUS_CODE.EOF);
		else sftp.name(request, entries);
	});
	sftp.on('REALPATH', (request, path) =>
		answer(request, async () => {
			const filename = await realpath(at(path)).catch(() => at(path));
			sftp.name(request, [{filename, longname: filename, attrs: noAttributes}]);
		}),
	);
	sftp.on('CLOSE', (request, handle) =>
		answer(request, async () => {
			const id = idOf(handle);
			directories.delete(id);
			const file = files.get(id);
			files.delete(id);
			await file?.close();
			sftp.status(request, STATUS_CODE.OK);
		}),
	);
	sftp.on('error', () => {});
	sftp.on('close', () => {
		for (const file of files.values()) file.close().catch(() => {});
		files.clear();
	});
};
