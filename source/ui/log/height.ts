import type {LogView, ViewRow} from '../../store/log/view.ts';
import {rulesAbove} from './layout.ts';
import {textHeight} from './row-text.ts';

/** Screen lines that a row takes: one, with one for the rule above it where lines were left out or none was written for long; several when wrapped. */
export const heightOf = (row: ViewRow, view: LogView): number => rulesAbove(row, view).length + textHeight(row, view);
