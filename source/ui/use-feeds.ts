import {useSyncExternalStore} from 'react';
import type {Pane} from '../panes/pane.ts';

/** What `read` makes of the panes whenever one of their feeds changes: a text or a number, since a new object would never settle. */
export const useFeeds = <Value extends string | number>(panes: readonly Pane[], read: () => Value): Value => {
	const subscribe = (changed: () => void): (() => void) => {
		const stops = panes.map(pane => pane.feed.subscribe(changed));
		return () => {
			for (const stop of stops) stop();
		};
	};
	return useSyncExternalStore(subscribe, read, read);
};
