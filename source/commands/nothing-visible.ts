import type {Visible} from '../engine/engine.ts';

/** A command has no screen, so no row needs its CPU and memory measured. */
export const nothingVisible: Visible = {get: () => [], subscribe: () => () => undefined};
