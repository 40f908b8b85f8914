import {useApp} from 'ink';
import {useEffect} from 'react';

/** How the screen is suspended while another program has the terminal. */
type Suspend = (use: () => Promise<void>) => Promise<void>;

/** Tells how this screen is suspended for as long as it is there; draws nothing. */
export const Lender = ({attach}: {readonly attach: (suspend: Suspend) => () => void}): null => {
	const {suspendTerminal} = useApp();
	useEffect(() => attach(use => suspendTerminal(use)), [attach, suspendTerminal]);
	return null;
};
