/** What may stand in a name, a title or an id. Messages name code points, never the text. */
import type { ErrorCode, WarningCode } from '../errors/index.js';

/** Code points in a name or title. */
export const NAME_LENGTH = 1024;
/** Code points past which an id is not even looked at. */
export const ID_LENGTH = 128;
/** Combining marks in a row; writing systems in use need three or four. */
export const MARKS_IN_A_ROW = 8;

/** One finding about a text. */
export interface TextFinding<Code> {
  readonly code: Code;
  readonly message: string;
}

/** A text as it is to be stored (composed, NFC), with everything found in it. Use it only when `errors` is empty. */
export interface CheckedText {
  readonly text: string;
  readonly errors: readonly TextFinding<ErrorCode>[];
  readonly warnings: readonly TextFinding<WarningCode>[];
}

const NOTHING: readonly never[] = [];
// C0, DEL, C1, and the two separators that end a line in some readers.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LONE_SURROGATE = /[\ud800-\udfff]/u; // with the u flag a pair is one code point, so only halves match
const BIDI = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/;
// Anything but blanks, invisible format characters and the letters that draw nothing.
const VISIBLE = /[^\s\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164\uffa0]/u;
const MARKS = new RegExp(`\\p{M}{${MARKS_IN_A_ROW + 1}}`, 'u');
const WORD = /[\p{L}\p{M}]+/gu;
const LATIN = /\p{Script=Latin}/u;
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/**
 * The text in composed form (NFC) with all that is wrong or odd about it. Nothing is trimmed or repaired: trimming can merge two people.
 * @param options.max - code points allowed. O(length); plain ASCII takes one loop.
 */
export function checkText(text: string, options: { readonly max?: number } = {}): CheckedText {
  const max = options.max ?? NAME_LENGTH;
  if (isPlainText(text, max)) return { text, errors: NOTHING, warnings: NOTHING };
  // Composing shortens a text at most fourfold; a longer one is refused before more work is done on it.
  if (text.length > 8 * max) return { text, errors: [tooLong(max)], warnings: NOTHING };

  const errors: TextFinding<ErrorCode>[] = [];
  const warnings: TextFinding<WarningCode>[] = [];
  const composed = text.normalize('NFC');
  if ([...composed].length > max) errors.push(tooLong(max));
  if (!VISIBLE.test(text)) errors.push({ code: 'E_STRING_EMPTY', message: 'expected a text, found nothing that can be seen' });
  if (LONE_SURROGATE.test(text)) errors.push({ code: 'E_STRING_SURROGATE', message: 'the text holds half of a surrogate pair' });
  addFound(errors, 'E_STRING_CONTROL', 'the text holds the control character', CONTROL.exec(text));
  addFound(errors, 'E_STRING_BIDI', 'the text holds a character that changes the reading order,', BIDI.exec(text));
  if (MARKS.test(text)) errors.push({ code: 'E_STRING_COMBINING', message: `more than ${MARKS_IN_A_ROW} combining marks in a row` });

  if (composed !== text) warnings.push({ code: 'W_NFC', message: 'the text was not in composed form and is stored in it (NFC)' });
  if ((text.match(WORD) ?? []).some((word) => LATIN.test(word) && LOOKALIKE.test(word))) {
    warnings.push({ code: 'W_NAME_MIXED_SCRIPT', message: 'one word mixes Latin letters with Cyrillic or Greek ones' });
  }
  return { text: composed, errors, warnings };
}

/** True only for a text that {@link checkText} finds nothing in: printable ASCII of at most `max` characters. */
export function isPlainText(text: string, max = NAME_LENGTH): boolean {
  return text.length <= max && isPlainAscii(text);
}

/** What is wrong with an id, or undefined: `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, so that two ids that look alike are alike. */
export function checkId(text: string): TextFinding<ErrorCode> | undefined {
  if (text.length > 2 * ID_LENGTH || (text.length > ID_LENGTH && [...text].length > ID_LENGTH)) return tooLong(ID_LENGTH);
  if (text === '') return { code: 'E_ID_SYNTAX', message: 'expected an id, found an empty text' };
  for (let i = 0; i < text.length; i++) {
    if (isAlphanumeric(text.charCodeAt(i)) || (i > 0 && '._-'.includes(text.charAt(i)))) continue;
    const point = codePointName(text.codePointAt(i));
    if (CONTROL.test(text.charAt(i))) return { code: 'E_STRING_CONTROL', message: `the id holds the control character ${point}` };
    if (i === 0) return { code: 'E_ID_SYNTAX', message: `an id begins with A-Z, a-z or 0-9, found ${point} at character 1` };
    return { code: 'E_ID_SYNTAX', message: `an id is made of A-Z a-z 0-9 . _ -, found ${point} at character ${i + 1}` };
  }
  return text.length > 64 ? { code: 'E_ID_SYNTAX', message: `an id has at most 64 characters, found ${text.length}` } : undefined;
}

/** True for 16 or 18 digits, the shape of an Indonesian population number (NIK) or civil servant number (NIP): personal data, better replaced. */
export function looksNational(id: string): boolean {
  return (id.length === 16 || id.length === 18) && /^[0-9]+$/.test(id);
}

/** A code point as U+XXXX. */
export function codePointName(point: number | undefined): string {
  return `U+${(point ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function addFound(errors: TextFinding<ErrorCode>[], code: ErrorCode, message: string, found: RegExpExecArray | null): void {
  if (found) errors.push({ code, message: `${message} ${codePointName(found[0].codePointAt(0))}` });
}

function tooLong(max: number): TextFinding<ErrorCode> {
  return { code: 'E_LIMIT_STRING', message: `expected at most ${max} characters, found more` };
}

function isPlainAscii(text: string): boolean {
  let visible = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e) return false;
    if (unit > 0x20) visible = true;
  }
  return visible;
}

function isAlphanumeric(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
}
