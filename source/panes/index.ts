import {data} from './data/data.ts';
import {errors} from './errors.ts';
import {jobs} from './jobs/jobs.ts';
import {createPane, type Pane} from './pane.ts';
import {services} from './services.ts';

/** Every pane, in tab order. `heartbeat` is the engine's: milliseconds between two signs of life. */
export const createPanes = (heartbeat: number): readonly [Pane, ...Pane[]] => [
	createPane(services, heartbeat),
	createPane(jobs, heartbeat),
	createPane(errors, heartbeat),
	createPane(data, heartbeat),
];
