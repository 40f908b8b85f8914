const reasons: Readonly<Record<string, string>> = {
	EACCES: 'this user may not write there',
	EPERM: 'this user may not write there',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EISDIR: 'it is a directory',
	ENOTDIR: 'a part of its path is a file',
	EEXIST: 'a part of its path is a file',
};

/** Why a file could not be written, in half a sentence, by the system's error code. */
export const whyUnwritable = (error: unknown): string => {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return reasons[code] ?? `the system says ${code === '' ? 'no more than that' : code}`;
};
