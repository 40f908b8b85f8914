/** What a check comes to. `failed`, `timeout`, `uncertain` and `not configured` say nothing about the data. */
export type Verdict = 'fresh' | 'stale' | 'empty' | 'failed' | 'timeout' | 'uncertain' | 'not configured';
