/**
 * What stands against trusting the way to SQL Server by the config's own word: any certificate is taken, or the password goes over the
 * network as it is.
 */
export type SqlTrust = 'not verified' | 'in the clear';

/** How what a check and SQL Server say to each other is kept from the network: the certificate of TLS, an SSH tunnel, or that it never gets there. */
export type SqlEncryption = 'verified' | 'not verified' | 'tunnel only' | 'this machine only' | 'none';
