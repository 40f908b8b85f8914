/** That something is too old, in English or Swedish. */
const tooOld = /\bstale\b|\btoo old\b|\boutdated\b|\bout of date\b|för gam(?:mal|malt|la)\b|\binaktuel(?:l|la|lt)\b/gu;

/** What a freshness check is about. */
const aboutData =
	/^(?:data|datan|datas[ae]ts?|rows?|records?|patients?|loads?|imports?|imported|inputs?|indata|patientdata|rad|raden|rader|raderna|patienter|patienterna|patientuppgifter|inläsning|inläsningen|inläsningar|importen|importer)$/u;

/** What else can be too old, where the data may be as new as can be. */
const aboutElse =
	/^(?:statistics|statistik|statistiken|arguments?|argumentet|parameters?|parametern|versions?|versionen|clients?|drivers?|certificates?|certifikatet|passwords?|lösenordet|schema|index|indexes|modules?|plans?|caches?|metadata)$/u;

/** So many words may lie between what is old and the word that it is. */
const near = 8;

/**
 * Whether a text says that data is too old: what stands nearest to the words for it decides, so that statistics or an argument that are out
 * of date are no stale data. Names of columns, tables and parameters (`dbo.Patients`, `@Data`) say nothing.
 */
export const saysStale = (text: string): boolean => {
	const words = [...text.toLowerCase().matchAll(/(?<before>[.@]?)(?<word>\p{L}[\p{L}\p{N}]*)/gu)].map(({groups}) => ({
		word: groups?.['word'] ?? '',
		isName: groups?.['before'] !== '',
	}));
	const spoken = words.map(({word}) => word).join(' ');
	return [...spoken.matchAll(tooOld)].some(({index, 0: phrase}) => {
		const first = spoken.slice(0, index).split(' ').length - 1;
		const last = first + phrase.split(' ').length - 1;
		const nearest = words
			.map(({word, isName}, at) => ({
				distance: at < first ? first - at : at - last,
				isData: !isName && aboutData.test(word),
				isElse: !isName && aboutElse.test(word),
			}))
			.filter(({distance, isData, isElse}) => distance <= near && (isData || isElse))
			.toSorted((one, other) => one.distance - other.distance)
			.at(0);
		return nearest?.isData === true;
	});
};
