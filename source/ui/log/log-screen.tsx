import {useEffect, type ReactElement} from 'react';
import {resized} from '../../store/log/screen.ts';
import type {View} from '../../store/session.ts';
import type {Console} from '../console.ts';
import {Lines} from '../lines.tsx';
import {useStore} from '../use-store.ts';
import {drawLog, roomForRows, type LogFrame} from './draw-log.ts';

/** A log as somebody reads it. */
export const LogScreen = ({
	console,
	view,
	width,
	height,
}: {
	readonly console: Console;
	readonly view: Extract<View, {kind: 'log'}>;
	readonly width: number;
	readonly height: number;
}): ReactElement => {
	const {theme, errors} = console;
	const log = useStore(view.log);
	const now = useStore(console.clock);
	const host = useStore(console.hostClock);
	const frame: LogFrame = {width, height, theme, clocks: {now, host}, errors};
	const room = roomForRows(log, frame);
	useEffect(() => view.log.update(resized(width, room)), [view, width, room]);
	return <Lines lines={drawLog(log, frame)} width={width} height={height} />;
};
