/**
 * What everything else needs of a host, in the order in which it is looked at. Of the parts of one group each needs the one before it; a
 * group needs no other.
 */
export const hostParts = [
	{group: 'Shell', name: 'shell'},
	{group: 'Docker', name: 'Docker socket'},
	{group: 'Docker', name: 'Docker Engine'},
	{group: 'Docker', name: 'compose'},
] as const;

export type HostPart = (typeof hostParts)[number];
