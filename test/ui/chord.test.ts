import type {Key} from 'ink';
import {expect, test} from 'vitest';
import {chords} from '../../source/ui/chord.ts';

const nothing = {} as Key;

test('keys typed quickly are told apart, whatever they are', () => {
	expect(chords('jjr', nothing)).toEqual(['j', 'j', 'r']);
	expect(chords('\t\r', nothing)).toEqual(['tab', 'enter']);
	expect(chords('a \u007F\u0003', nothing)).toEqual(['a', 'space', 'backspace', 'ctrl-c']);
});

test('a key alone goes by the name that Ink knows it by', () => {
	expect(chords('', {...nothing, tab: true, shift: true})).toEqual(['shift-tab']);
	expect(chords('r', {...nothing, ctrl: true})).toEqual(['ctrl-r']);
	expect(chords('\r', {...nothing, return: true})).toEqual(['enter']);
});

test('what a meta key sends means nothing here', () => {
	expect(chords('r', {...nothing, meta: true})).toEqual([]);
});
