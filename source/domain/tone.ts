import type {Status} from './status.ts';

/** What a colour would say. Never said by colour alone: a glyph or a word stands beside it. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'muted' | 'accent';

const tones: Readonly<Record<Status, Tone>> = {ok: 'good', warning: 'warn', critical: 'bad', unknown: 'muted'};

export const toneOf = (status: Status): Tone => tones[status];
