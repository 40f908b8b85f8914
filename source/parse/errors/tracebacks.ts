import {carriesTraceback} from './field-traceback.ts';
import {levelOf} from '../lines/levels.ts';
import {afterPrefix, prefixOf} from '../lines/line-prefix.ts';
import {timeOf, withoutColour} from '../lines/log-lines.ts';
import {createOccurrence, type Growing, type Line, type Occurrence} from './occurrence.ts';
import {messageLine, servicePrefix, tracebackStart} from './traceback-lines.ts';
import {
	bodyLike,
	cause,
	chain,
	frame,
	groupException,
	groupLine,
	headerIn,
	indentOf,
	isBlank,
	isCarried,
	isException,
	isPostgresSequel,
	raised,
	raisedSequel,
	stackSequel,
	type Header,
} from './traceback-shapes.ts';

export type Folder<Of extends Line> = {
	push(line: Of): void;
	/** Closes what is open: nothing follows. */
	end(): void;
	/** The errors whose last lines may be still to come, as they are known now. */
	open(): ReadonlyArray<Occurrence<Of>>;
};

/** Lines without an indent that an exception's message may have after its first one: what follows may as well be the program's next word. */
const longestMessage = 20;

const isTimed = (text: string): boolean => timeOf(text.trimStart(), wall => wall) !== undefined;

/** Whether a line without an indent may be told from others behind this. A record's head and that of syslog stand in front of every line. */
const maySpeak = (front: string): boolean => front === '' || servicePrefix.test(front);

/** How far into its traceback an error is. */
type Stage = 'message' | 'python frames' | 'python raised' | 'python chained' | 'python group' | 'stack';

/**
 * Folds lines into errors: a line that `matches`, with the traceback written under it as a part of it, even where lines of the
 * traceback match too. A traceback without such a line before it is an error of its own. Python's tracebacks (chained and grouped),
 * those of Java, Node and .NET, indented continuation lines and PostgreSQL's DETAIL lines are known, also where each of their lines has the
 * same in front: the name of a service, the head of a record, that of syslog. `traceback-lines.ts` tells of every line that is folded here
 * that it may be.
 */
export const createFolder = <Of extends Line>(
	matches: (text: string) => boolean,
	take: (occurrence: Occurrence<Of>) => void,
): Folder<Of> => {
	let error: Growing<Of> | undefined;
	/** The first line of the error, without what was put in front of it. */
	let first = '';
	let stage: Stage = 'message';
	/** The indent of the line under which all deeper ones belong to the error. */
	let base = 0;
	/** What stands in front of the error's first line, and of the others too if `carried` is known to be true. */
	let prefix = '';
	let carried: boolean | undefined;
	/** What stands in front of the newest line as it does in front of the error's first one. */
	let front = '';
	/** Lines that are the error's only if it goes on after them: empty ones, and what may be its message. */
	let doubtful: string[] = [];
	let blanks = 0;
	/** Lines that the exception's message has so far without an indent. */
	let spoken = 0;
	/** The newest lines, an exception and what may be its message, when only the next one tells what they are. */
	let held: Of[] = [];

	const close = (): void => {
		if (error !== undefined) take(error.occurrence());
		error = undefined;
		doubtful = [];
		blanks = 0;
	};

	const doubt = (line: Of): void => {
		doubtful.push(line.text);
	};

	const enter = (next: Stage, indent: number): true => {
		stage = next;
		base = indent;
		return true;
	};

	const enterPython = ({isGroup, indent}: Header): true => enter(isGroup ? 'python group' : 'python frames', indent);

	const raise = (opened: Growing<Of>, exception: string): true => {
		opened.raise(exception);
		spoken = 0;
		return true;
	};

	/** `text` is that of the line, without its colours. */
	const isWanted = (line: Of, text: string): boolean => line.matches === true || matches(text);

	/** Whether it may be a line of a message. Never one that is looked for: that is an error of its own. */
	const isMessage = (body: string): boolean =>
		messageLine.test(body) &&
		headerIn(body) === undefined &&
		!isTimed(body) &&
		levelOf(body) === undefined &&
		!isException(body) &&
		!matches(body);

	/** Whether the message goes on without an indent. */
	const speaks = (body: string): boolean => spoken < longestMessage && maySpeak(front) && isMessage(body);

	/** A traceback under a message is its own: without anything in front, or with what stands in front of the message too. */
	const begins = ({before}: Header): boolean => {
		if (before === '') return true;
		const isAlike =
			before === prefix ||
			(isCarried(before) && afterPrefix(before, withoutColour(error?.line.text ?? '')) !== undefined);
		if (isAlike) prefix = before;
		return isAlike;
	};

	/** Whether a line that is not empty belongs to the open error. Moves the stage on if it does. */
	const belongs = (opened: Growing<Of>, body: string, text: string, stackFollows: boolean): boolean | 'perhaps' => {
		const indent = indentOf(body);
		// What is carried by a record has a space in front that need not be an indent.
		const least = front === '' ? 0 : 1;
		const isDeeper = (): boolean => indent > base + least && !isTimed(body);
		const header = headerIn(body);
		switch (stage) {
			case 'message': {
				const traceback = headerIn(text);
				if (traceback !== undefined)
					return doubtful.length === blanks && blanks <= 1 && begins(traceback) && enterPython(traceback);
				if (blanks > 0) return false;
				if (doubtful.length === 0 && isPostgresSequel(first, body)) return true;
				if (frame.test(body) && indent > least) {
					if (isException(first)) raise(opened, first);
					stage = 'stack';
					return true;
				}
				if (stackFollows && isException(body))
					return doubtful.length === 0 && raise(opened, body) && enter('stack', indent);
				if (doubtful.length === 0 && isDeeper()) return true;
				return doubtful.length < longestMessage && speaks(body) && 'perhaps';
			}
			case 'python frames':
				if (header !== undefined) return false;
				if (indent > base) return indent > base + least && !isTimed(body);
				if (!raised.test(body)) return false;
				stage = 'python raised';
				return raise(opened, body);
			case 'python raised':
				if (chain.test(body)) return enter('python chained', base);
				if (raisedSequel.test(body)) return true;
				if (doubtful.length > 0) return false;
				if (isDeeper()) return true;
				if (!speaks(body)) return false;
				spoken += 1;
				return true;
			case 'python chained':
				return header !== undefined && header.before === '' && enterPython(header);
			case 'python group': {
				const [, exception] = groupException.exec(body) ?? [];
				if (exception !== undefined && indent === base) raise(opened, exception);
				if (chain.test(body)) return enter('python chained', base);
				return groupLine.test(body) && doubtful.length === 0;
			}
			case 'stack':
				if (blanks > 0) return body.trimStart().startsWith('---> ');
				if (stackSequel.test(body)) {
					spoken = cause.test(body) ? 0 : longestMessage;
					return true;
				}
				if (frame.test(body)) spoken = longestMessage;
				else if (doubtful.length > 0 || indent <= least)
					return speaks(body) && doubtful.length < longestMessage && 'perhaps';
				return indent > least && !isTimed(body);
		}
	};

	const fold = (line: Of, text: string, stackFollows: boolean): boolean => {
		if (error === undefined) return false;
		const rest = prefix === '' ? text : afterPrefix(prefix, text);
		if (rest === undefined && carried) return false;
		const body = rest ?? text;
		front = rest === undefined ? '' : prefix;
		if (isBlank(body)) {
			doubt(line);
			blanks += 1;
			return blanks <= 2;
		}
		const belonging = belongs(error, body, text, stackFollows);
		if (belonging === 'perhaps') doubt(line);
		if (belonging !== true) return belonging === 'perhaps';
		if (prefix !== '') carried ??= rest !== undefined;
		if (!carried) prefix = '';
		for (const detail of doubtful) error.add(detail);
		doubtful = [];
		blanks = 0;
		error.add(line.text);
		return true;
	};

	const begin = (line: Of, text: string, header: Header | undefined): void => {
		error = createOccurrence(line);
		carried = undefined;
		spoken = 0;
		if (header === undefined) {
			prefix = prefixOf(text);
			first = prefix === '' ? text : (afterPrefix(prefix, text) ?? text);
			enter('message', indentOf(first));
		} else {
			prefix = isCarried(header.before) ? header.before : '';
			first = text;
			enterPython(header.before !== '' && prefix === '' ? {...header, indent: 0} : header);
		}
	};

	const step = (line: Of, text: string, stackFollows: boolean): void => {
		if (fold(line, text, stackFollows)) return;
		close();
		const header = headerIn(text);
		if (header !== undefined || stackFollows || isWanted(line, text) || carriesTraceback(text))
			begin(line, text, header);
	};

	/** Whether only the next line tells what this one is: an exception's name is a part of the open error if a stack follows. */
	const waits = (line: Of, text: string): boolean =>
		!(error !== undefined && stage === 'python frames') &&
		isException(bodyLike(text, text)) &&
		(error !== undefined || !isWanted(line, text));

	const stepHeld = (stackFollows: boolean): void => {
		const lines = held;
		held = [];
		for (const [index, line] of lines.entries()) step(line, withoutColour(line.text), stackFollows && index === 0);
	};

	return {
		push(line) {
			const text = withoutColour(line.text);
			// Nearly every line of a log is none of an error's, so this is what a search takes its time for.
			if (error === undefined && held.length === 0 && !isWanted(line, text) && !tracebackStart.test(text)) return;
			const [exception] = held;
			if (exception !== undefined) {
				const like = withoutColour(exception.text);
				const body = bodyLike(like, text);
				if (held.length < longestMessage && maySpeak(prefixOf(like)) && isMessage(body)) {
					held.push(line);
					return;
				}
				stepHeld(frame.test(body));
			}
			if (waits(line, text)) held.push(line);
			else step(line, text, false);
		},
		end() {
			stepHeld(false);
			close();
		},
		open() {
			const known = error === undefined ? [] : [error.occurrence()];
			// Until the next line says otherwise it stands for itself, or the newest error would not be seen.
			const [exception] = held;
			return exception !== undefined && isWanted(exception, withoutColour(exception.text))
				? [...known, createOccurrence(exception).occurrence()]
				: known;
		},
	};
};
