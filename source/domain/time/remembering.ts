/** Remembers what a pure function said, for so many keys at most: then it forgets all of them and begins anew. */
export const remembering = <Value extends object>(most: number): ((key: string, find: () => Value) => Value) => {
	const known = new Map<string, Value>();
	return (key, find) => {
		const found = known.get(key);
		if (found !== undefined) return found;
		if (known.size >= most) known.clear();
		const value = find();
		known.set(key, value);
		return value;
	};
};
