/** The variables of this process that say which terminal it runs in and which programs this person prefers, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;
