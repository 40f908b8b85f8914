import {judgeAge, type AgeVerdict} from '../../../domain/data/age.ts';
import type {Answer} from '../../../domain/data/newest.ts';
import {clockZone} from '../../../domain/time/wall-clock.ts';
import {without, type Finding} from '../finding.ts';
import type {ServerClock} from '../session.ts';
import type {Subject} from '../subject.ts';
import type {Walk} from '../walk.ts';
import {ageKnown, inTheFuture, shownAs, type Timed} from './age.ts';
import {timestampOfOutput} from './output.ts';
import {countedSet, rowsInWords} from './result-set.ts';
import {concludeReturnValue} from './return-value.ts';
import {timestampOfRows} from './timestamp.ts';

type Judge = (timed: Timed) => AgeVerdict;

/** What the answer of the procedure says about its data: the steps `rows`, `timestamp` and `age`. */
export const conclude = (answer: Answer, clock: ServerClock, subject: Subject, walk: Walk): Finding => {
	const {config} = subject;
	walk.enter('rows');
	if (config.returnValue !== undefined) return concludeReturnValue(answer, config.returnValue, clock, subject, walk);
	const zone = clockZone(config.timezone, clock.offset, clock.now);
	const judge: Judge = ({newest, kind}) => judgeAge(newest, kind, zone, clock.now, config.maxAge);
	const timed = findTimestamp(answer, judge, subject, walk);
	if ('verdict' in timed) return timed;
	if (zone.kind === 'carried' && timed.kind !== 'instant') return carriesNone(timed, subject);
	const judged = judge(timed);
	const shown = shownAs(timed, zone, judged);
	if (judged.verdict === 'no such time') return noSuchTime(timed, shown, subject);
	walk.passed('timestamp', shown);
	walk.enter('age');
	return judged.verdict === 'future'
		? inTheFuture(judged, timed, zone, clock, subject)
		: ageKnown(judged, timed, zone, subject);
};

const findTimestamp = (answer: Answer, judge: Judge, subject: Subject, walk: Walk): Timed | Finding => {
	const {config} = subject;
	if (config.timestampParameter !== undefined) {
		walk.passed('rows', 'not looked at, the answer is an output parameter');
		walk.enter('timestamp');
		return timestampOfOutput(answer, config.timestampParameter, subject);
	}
	const counted = countedSet(answer, subject);
	if ('verdict' in counted) return counted;
	walk.passed('rows', rowsInWords(counted, answer));
	walk.enter('timestamp');
	return timestampOfRows(counted, answer, subject, judge);
};

const carriesNone = ({name, kind}: Timed, {config}: Subject): Finding => {
	const why = `${name} holds ${kind === 'day' ? 'days' : 'times'} without an offset`;
	return without('timestamp', 'failed', 'timezone', why, {
		what: `Cannot tell how old ${config.name} is`,
		why: `the config says \`timezone: offset\`, but ${why}`,
		next: 'set `timezone` in the config to what the column holds: utc, server or a zone such as Europe/Stockholm',
	});
};

const noSuchTime = ({name}: Timed, shown: string, {config}: Subject): Finding =>
	without('timestamp', 'failed', 'nonexistent', shown, {
		what: `Cannot tell how old ${config.name} is`,
		why: `the newest ${name} is in the hour that clocks in ${config.timezone} skip in spring`,
		next: 'check `timezone` in the config: these are not local times of that zone',
	});
