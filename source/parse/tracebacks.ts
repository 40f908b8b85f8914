import {createOccurrence, type Growing, type Line, type Occurrence} from './occurrence.ts';
import {timeOf, withoutColour} from './log-lines.ts';

export type Folder<Of extends Line> = {
	push(line: Of): void;
	/** Closes what is open: nothing follows. */
	end(): void;
	/** The errors whose last lines may be still to come, as they are known now. */
	open(): ReadonlyArray<Occurrence<Of>>;
};

const pythonHeader = /^\s*Traceback \(most recent call last\):\s*$/;
const groupHeader = /^\s*\+ Exception Group Traceback \(most recent call last\):\s*$/;
const groupLine = /^\s*[|+]/;
const groupException = /^\s*\| ([A-Za-z_][\w.]*: .*)$/;
const raised = /^\s*[A-Za-z_][\w.]*(?:: .*|:?\s*)$/;
const chain =
	/^\s*(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):/;
// What psycopg and SQLAlchemy write under their exceptions without an indent.
const raisedSequel = /^(?:LINE \d+: |DETAIL: |HINT: |\[SQL: |\[parameters: |\(Background on this error at)/;

// `	at com.example.Api.run(Api.java:7)`, `    at run (/app/index.js:1:2)`, `   at Api.Run() in /src/Api.cs:line 7`
const frame = /^\s+(?:at \S|---> )/;
const stackSequel = /^(?:Caused by: |\}\s*$)/;
const exceptionName =
	/^(?:(?:Unhandled exception\.?|Uncaught|Exception in thread "[^"]*")\s+)?[\w$.]*(?:Error|Exception|Throwable|Failure|Fault)\b/;

// PostgreSQL says the rest of an error in lines of their own that begin as the first one does.
const postgresError = /^\d{4}-\d\d-\d\d .{8,120}?\b(?:WARNING|ERROR|FATAL|PANIC): {2}/;
const postgresSequel = /^\d{4}-\d\d-\d\d .{8,120}?\b(?:DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION): {2}/;

const isBlank = (text: string): boolean => text.trim() === '';
const indentOf = (text: string): number => text.length - text.trimStart().length;
const isTimed = (text: string): boolean => timeOf(text.trimStart(), wall => wall) !== undefined;
const isHeader = (text: string): boolean =>
	text.includes('Traceback (most') && (pythonHeader.test(text) || groupHeader.test(text));

/** How far into its traceback an error is. */
type Stage = 'message' | 'python frames' | 'python raised' | 'python chained' | 'python group' | 'stack';

/**
 * Folds lines into errors: a line that `matches`, with the traceback written under it as a part of it, even where lines of the
 * traceback match too. A traceback without such a line before it is an error of its own. Python's tracebacks (chained and grouped),
 * those of Java, Node and .NET, indented continuation lines and PostgreSQL's DETAIL lines are known.
 */
export const createFolder = <Of extends Line>(
	matches: (text: string) => boolean,
	take: (occurrence: Occurrence<Of>) => void,
): Folder<Of> => {
	let error: Growing<Of> | undefined;
	let stage: Stage = 'message';
	/** The indent of the line under which all deeper ones belong to the error. */
	let base = 0;
	/** Empty lines that are the error's only if it goes on after them. */
	let blanks = 0;
	/** The newest line, when only the next one tells what it is. */
	let held: Of | undefined;

	const close = (): void => {
		if (error !== undefined) take(error.occurrence());
		error = undefined;
		blanks = 0;
	};

	const enter = (next: Stage, text: string): true => {
		stage = next;
		base = indentOf(text);
		return true;
	};

	/** Whether a line that is not empty belongs to the open error. Moves the stage on if it does. */
	const belongs = (opened: Growing<Of>, text: string, stackFollows: boolean): boolean => {
		const deeper = indentOf(text) > base;
		const header = isHeader(text);
		switch (stage) {
			case 'message':
				if (header && blanks <= 1) return enter(pythonHeader.test(text) ? 'python frames' : 'python group', text);
				if (blanks > 0) return false;
				if (postgresError.test(opened.line.text) && postgresSequel.test(text)) return true;
				if (frame.test(text)) {
					if (exceptionName.test(opened.line.text)) opened.raise(opened.line.text);
					stage = 'stack';
				} else if (stackFollows && exceptionName.test(text)) {
					opened.raise(text);
					return enter('stack', text);
				}
				return deeper && !isTimed(text);
			case 'python frames':
				if (header) return false;
				if (deeper) return !isTimed(text);
				if (!raised.test(text)) return false;
				opened.raise(text);
				stage = 'python raised';
				return true;
			case 'python raised':
				if (chain.test(text)) stage = 'python chained';
				return stage === 'python chained' || raisedSequel.test(text) || (deeper && blanks === 0 && !isTimed(text));
			case 'python chained':
				return header && enter(pythonHeader.test(text) ? 'python frames' : 'python group', text);
			case 'python group': {
				const [, exception] = groupException.exec(text) ?? [];
				if (exception !== undefined && indentOf(text) === base) opened.raise(exception);
				if (chain.test(text)) return enter('python chained', text);
				return groupLine.test(text) && blanks === 0;
			}
			case 'stack':
				return blanks === 0 && (stackSequel.test(text) || (indentOf(text) > 0 && !isTimed(text)));
		}
	};

	const fold = (line: Of, text: string, stackFollows: boolean): boolean => {
		if (error === undefined) return false;
		if (isBlank(text)) {
			blanks += 1;
			return blanks <= 2;
		}
		if (!belongs(error, text, stackFollows)) return false;
		for (; blanks > 0; blanks -= 1) error.add('');
		error.add(line.text);
		return true;
	};

	const step = (line: Of, stackFollows: boolean): void => {
		const text = withoutColour(line.text);
		if (fold(line, text, stackFollows)) return;
		close();
		const header = isHeader(text);
		if (!header && !(stackFollows && exceptionName.test(text)) && !matches(text)) return;
		error = createOccurrence(line);
		enter(!header ? 'message' : pythonHeader.test(text) ? 'python frames' : 'python group', text);
	};

	/** Whether only the next line tells what this one is: an exception's name is a part of the open error if a stack follows. */
	const waits = (text: string): boolean =>
		!(error !== undefined && stage === 'python frames') &&
		exceptionName.test(text) &&
		(error !== undefined || !matches(text));

	return {
		push(line) {
			const before = held;
			held = undefined;
			const text = withoutColour(line.text);
			if (before !== undefined) step(before, frame.test(text));
			if (waits(text)) held = line;
			else step(line, false);
		},
		end() {
			if (held !== undefined) step(held, false);
			held = undefined;
			close();
		},
		open() {
			const known = error === undefined ? [] : [error.occurrence()];
			// Until the next line says otherwise it stands for itself, or the newest error would not be seen.
			return held !== undefined && matches(withoutColour(held.text))
				? [...known, createOccurrence(held).occurrence()]
				: known;
		},
	};
};
