import type {TimeKind} from '../../../domain/data/newest.ts';
import type {Driver} from '../session.ts';

/** What the values of a column of this type say about time; undefined when nothing. */
export const kindOf = (
	driver: Pick<Driver, 'Date' | 'DateTime' | 'DateTime2' | 'DateTimeOffset' | 'SmallDateTime'>,
	type: unknown,
): TimeKind | undefined => {
	switch (type) {
		case driver.DateTimeOffset:
			return 'instant';
		case driver.DateTime:
		case driver.DateTime2:
		case driver.SmallDateTime:
			return 'wall clock';
		case driver.Date:
			return 'day';
		default:
			return undefined;
	}
};
