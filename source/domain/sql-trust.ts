/**
 * What stands against trusting the way to SQL Server by the config's own word: any certificate is taken, or the password goes over the
 * network as it is.
 */
export type SqlTrust = 'not verified' | 'in the clear';
