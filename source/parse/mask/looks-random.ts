/** Whether a text may be a secret that a machine made, and is no word, name, path or number of a person's. */
export const looksRandom = (text: string): boolean =>
	text.length >= 8 &&
	!/^\d+$/.test(text) &&
	!/^[a-zåäö]+(?:[-_.:/][a-zåäö]+)*[.:!?]?$/i.test(text.replace(/^[A-ZÅÄÖ](?=[a-zåäö])/, sign => sign.toLowerCase())) &&
	/[\d=+]|[a-z][A-Z]/.test(text);
