import type {Parameters} from '../domain/data/procedure-rows.ts';

/** A key that does not fit beside the others; `expected` completes the sentence "expected …". */
type Fault = {readonly path: readonly string[]; readonly expected: string};

/** Keys of a check as they were read. */
type Keys = {
	readonly server: string;
	readonly port?: number | undefined;
	readonly encrypt: boolean | 'strict';
	readonly trustServerCertificate: boolean;
	readonly ca?: string | undefined;
	readonly parameters: Parameters;
} & {readonly [Key in Answer]?: string | undefined};

const answers = ['timestampColumn', 'timestampParameter', 'returnValue'] as const;
type Answer = (typeof answers)[number];

/** The keys of a check of which one makes another mean nothing, or something else than was meant. */
export const faultsOfCheck = (keys: Keys): readonly Fault[] => [
	...(keys.server.includes('\\') && keys.port !== undefined
		? [{path: ['port'], expected: `no port beside ${keys.server}, as SQL Browser tells the port of an instance`}]
		: []),
	...answers
		.filter(each => keys[each] !== undefined)
		.slice(1)
		.map(key => ({path: [key], expected: `only one of ${answers.join(', ')}`})),
	...faultsOfTrust(keys),
	...faultsOfParameters(keys),
];

const faultsOfTrust = ({encrypt, trustServerCertificate, ca}: Keys): readonly Fault[] => {
	const beside = (key: keyof Keys, other: string): readonly Fault[] => [
		{path: [key], expected: `no ${key} beside ${other}`},
	];
	const trust =
		encrypt === true
			? []
			: encrypt === 'strict'
				? beside('trustServerCertificate', 'encrypt: strict, which verifies the certificate in any case')
				: beside('trustServerCertificate', 'encrypt: false, which asks for no certificate');
	const authority =
		encrypt === false
			? beside('ca', 'encrypt: false, which asks for no certificate')
			: trustServerCertificate && encrypt !== 'strict'
				? beside('ca', 'trustServerCertificate: true, which accepts any certificate')
				: [];
	return [...(trustServerCertificate ? trust : []), ...(ca === undefined ? [] : authority)];
};

/** SQL Server usually does not tell upper case from lower. */
const faultsOfParameters = ({parameters, timestampParameter}: Keys): readonly Fault[] => {
	const output = timestampParameter?.toLowerCase();
	return Object.keys(parameters).flatMap((name, index, names): readonly Fault[] => {
		const plain = name.toLowerCase();
		const path = ['parameters', name];
		if (plain === output) return [{path, expected: 'no value for the timestampParameter, which comes back'}];
		const before = names.slice(0, index).find(other => other.toLowerCase() === plain);
		return before === undefined
			? []
			: [{path, expected: `no ${name} beside ${before}, which is the same to SQL Server`}];
	});
};
