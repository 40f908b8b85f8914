import {useSyncExternalStore} from 'react';
import type {Readable} from '../store/store.ts';

/** The store's value, or a part of it that is already in there: a selector that makes a new object never settles. */
export function useStore<Value>(store: Readable<Value>): Value;
export function useStore<Value, Part>(store: Readable<Value>, select: (value: Value) => Part): Part;
export function useStore<Value, Part>(store: Readable<Value>, select?: (value: Value) => Part): Value | Part {
	const read = (): Value | Part => (select === undefined ? store.get() : select(store.get()));
	return useSyncExternalStore(changed => store.subscribe(changed), read, read);
}
