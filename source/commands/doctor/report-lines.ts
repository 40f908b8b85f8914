import {printable} from '../../domain/printable.ts';
import {toneOf} from '../../domain/tone.ts';
import {tableLines} from '../../ui/static-table.tsx';
import {wrap} from '../../ui/text.ts';
import type {Theme} from '../../ui/theme.ts';
import {statusOf, type Finding} from './examined.ts';
import type {DoctorReport} from './report.ts';

/** The report for somebody at a terminal, in lines of at most `width` cells: a table for each part, and below it what to do. */
export const reportLines = (report: DoctorReport, width: number, theme: Theme): readonly string[] => {
	const say = (finding: Finding): string => {
		const status = statusOf(finding);
		return status === undefined ? finding : `${theme.glyph[status]} ${finding}`;
	};
	const remedies = (steps: DoctorReport['steps']): readonly string[] =>
		steps.flatMap(({problem, owner, status}) => {
			if (problem === null) return [];
			const paint = theme.paint[toneOf(statusOf(status) ?? 'unknown')];
			return [
				...wrap(`${problem.what}: ${problem.why}.`, width).map(line => paint(line.trimStart())),
				...wrap(`Fix: ${problem.next}.${owner === null ? '' : ` Usually done by ${owner}.`}`, width).map(line =>
					theme.bold(line.trimStart()),
				),
			];
		});
	const linesOf = (part: string, steps: DoctorReport['steps']): readonly string[] => [
		theme.bold(printable(part)),
		...tableLines(
			steps.map(({step, status, ms, evidence}) => ({
				STEP: printable(step),
				RESULT: say(status),
				MS: ms === null ? '' : String(ms),
				EVIDENCE: printable(evidence),
			})),
			width,
			theme,
			() => true,
		),
		...remedies(steps),
	];
	const overall = theme.paint[toneOf(report.status)](`${theme.glyph[report.status]} ${report.status}`);
	return [
		`${theme.bold(printable(report.host))} ${overall}`,
		...[...Map.groupBy(report.steps, ({part}) => part)].flatMap(([part, steps]) => linesOf(part, steps)),
	];
};
