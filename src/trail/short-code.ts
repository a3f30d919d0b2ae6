import { encodeQR } from 'qr';
import { sha256 } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { parseCheckpoint } from './checkpoint.js';
import { parseNote } from './note.js';

/** Crockford's digits: no I, L, O, U, so that a code survives being read aloud and copied by hand. The last five are for checks alone. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U';
const LENGTH = 32;

/**
 * A checkpoint as 32 characters in groups of four and a check character, for the minutes: `7QK2-…-9FJM-C`. 160 bits of the SHA-256 of the
 * checkpoint's text; with 80 the keeper of the log could make two logs with one code in 2^40 tries, with 160 it takes 2^80.
 * @param text - the text of the checkpoint, without its signatures.
 * @throws {MeritError} E_NOTE when it is no checkpoint
 * @see D. Crockford, Base 32, https://www.crockford.com/base32.html
 */
export function shortCode(text: string): string {
  parseCheckpoint(text);
  const value = sha256(text).subarray(0, 20).reduce((all, byte) => all * 256n + BigInt(byte), 0n);
  const digits = Array.from({ length: LENGTH }, (_, k) => DIGITS[Number((value >> BigInt(5 * (LENGTH - 1 - k))) & 31n)]!).join('');
  return `${digits.match(/.{4}/g)!.join('-')}-${DIGITS[Number(value % 37n)]}`;
}

/**
 * Whether a code that somebody has copied is that of this checkpoint. Small letters, spaces, missing hyphens, O for 0 and I or L for 1 are taken.
 * @throws {MeritError} E_NOTE when the code is mistyped: wrong length, a character that none has, or its check character does not fit
 */
export function matchesShortCode(text: string, code: string): boolean {
  const typed = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const values = Array.from(typed, (digit) => DIGITS.indexOf(digit));
  const check = values.pop();
  const known = values.length === LENGTH && values.every((value) => value >= 0 && value < 32);
  if (!known || BigInt(check!) !== values.reduce((all, value) => all * 32n + BigInt(value), 0n) % 37n) {
    throw new MeritError('E_NOTE', 'the code is mistyped: 32 characters and the check character that belongs to them', { path: 'code' });
  }
  return typed === shortCode(text).replaceAll('-', '');
}

/**
 * A QR code of a signed checkpoint as SVG: whoever photographs it holds the whole note, signatures included, and can check it later.
 * @throws {MeritError} E_NOTE when it is no note of a checkpoint, or one too long for a code (about 2,300 bytes)
 */
export function checkpointQr(note: string): string {
  parseCheckpoint(parseNote(note).text);
  let modules: boolean[][];
  try {
    modules = encodeQR(note, 'raw', { ecc: 'medium', encoding: 'byte', border: 4 });
  } catch {
    throw new MeritError('E_NOTE', 'the note is too long for a code to scan', { path: 'note' });
  }
  const size = modules.length;
  const bars = modules.flatMap((row, y) => [...row.map((dark) => (dark ? '1' : '0')).join('').matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${bars.join('')}" fill="#000"/></svg>`;
}

/** The modules of a code of the same note, row by row, the quiet border included: for whoever draws it himself. It has the least correction of errors, so that a longer note fits. @throws {MeritError} E_NOTE as `checkpointQr` */
export function checkpointModules(note: string): boolean[][] {
  parseCheckpoint(parseNote(note).text);
  try {
    return encodeQR(note, 'raw', { ecc: 'low', encoding: 'byte', border: 4 });
  } catch {
    throw new MeritError('E_NOTE', 'the note is too long for a code to scan', { path: 'note' });
  }
}
