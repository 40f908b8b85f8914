import {remembering} from './remembering.ts';

const hour = 3_600_000;
const minute = 60_000;
/** Clocks are changed at quarters of an hour, wherever they are. */
const quarter = hour / 4;
/** A console that is open for days comes by many hours; only the last ones are asked for again. */
const mostRemembered = 256;

/** `11/21, 13:00`. That two clocks show the same needs no reading of what they show. */
const faceIn = (zone: string): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
	});

/** Made at the first need: all of them together take 40 ms, and from then on 1 ms to ask. */
let faces:
	| {readonly utc: Intl.DateTimeFormat; readonly zones: ReadonlyArray<readonly [string, Intl.DateTimeFormat]>}
	| undefined;

const allFaces = () =>
	(faces ??= {
		utc: faceIn('UTC'),
		zones: Intl.supportedValuesOf('timeZone').map(zone => [zone, faceIn(zone)] as const),
	});

const remembered = remembering<readonly string[]>(mostRemembered);

/** Every IANA zone whose clocks are so many minutes ahead of UTC at an instant. */
export const zonesAt = (minutes: number, at: Date): readonly string[] => {
	const start = Math.floor(at.getTime() / quarter) * quarter;
	return remembered(`${minutes} ${start}`, () => {
		const {utc, zones} = allFaces();
		const shown = utc.format(start + minutes * minute);
		return zones.filter(([, face]) => face.format(start) === shown).map(([zone]) => zone);
	});
};
