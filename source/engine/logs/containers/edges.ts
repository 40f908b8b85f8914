import type {LogLine, LogSource} from '../../../domain/log.ts';
import type {Edge, Mark} from '../../log.ts';
import {placeOf, type Place} from './place.ts';

/** An edge in the log of one container. */
export type Cut =
	| {readonly kind: 'start'}
	| {readonly kind: 'end'}
	| {readonly kind: 'place'; readonly place: Place}
	/** This line itself is left out; others may have been written at the same moment. */
	| {readonly kind: 'line'; readonly line: LogLine};

/** Where an edge cuts the container with this id. Of one that the source had before, nothing is left: all of this one is behind it. */
export const cutOf = (edge: Edge, {key}: LogSource, id: string): Cut => {
	if (edge === 'start' || edge === 'end') return {kind: edge};
	if ('time' in edge) return edge.time.getTime() > 0 ? {kind: 'place', place: placeOf(edge.time)} : {kind: 'start'};
	if ('mark' in edge) {
		const known = edge.mark.get(key);
		return known?.part === id ? {kind: 'place', place: known.position} : {kind: 'start'};
	}
	const {source, line} = edge.row;
	if (source.key === key) return line.part === id ? {kind: 'line', line} : {kind: 'start'};
	return line.at === undefined ? {kind: 'start'} : {kind: 'place', place: placeOf(line.at)};
};

export const markOf = ({key}: LogSource, id: string, position: Place): Mark => new Map([[key, {part: id, position}]]);

/** Whether this is the line, when it was read again. */
export const isSame = (one: LogLine, other: LogLine): boolean =>
	one.position === other.position && one.text === other.text;
