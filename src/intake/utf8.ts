import type { Issues } from '../errors/index.js';

/** Text of a document, and how many bytes of byte order mark stood before it. */
export interface SourceText {
  readonly text: string;
  readonly bytesBefore: 0 | 3;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a document without its byte order mark, or undefined after an issue: E_LIMIT_BYTES before anything is decoded,
 * E_ENCODING with the offset of the first byte that is not UTF-8. Nothing is replaced and nothing is unpacked.
 */
export function decodeUtf8(input: Uint8Array | string, path: string, maxBytes: number, issues: Issues): SourceText | undefined {
  const size = typeof input === 'string' ? textBytes(input, maxBytes) : input.length;
  if (size > maxBytes) {
    issues.add('E_LIMIT_BYTES', path, `expected at most ${maxBytes} bytes, found ${typeof input === 'string' ? 'more' : size}`);
    return undefined;
  }
  let text: string;
  if (typeof input === 'string') text = input;
  else {
    try {
      text = decoder.decode(input);
    } catch {
      const byteOffset = firstInvalidByte(input);
      issues.add('E_ENCODING', path, `byte ${byteOffset} is not UTF-8${hint(input)}`, { byteOffset });
      return undefined;
    }
  }
  if (text.charCodeAt(0) !== 0xfeff) return { text, bytesBefore: 0 };
  issues.warn('W_BOM_STRIPPED', path, 'the byte order mark at the beginning was left out');
  return { text: text.slice(1), bytesBefore: 3 };
}

/** UTF-8 bytes of the first `end` code units; half of a surrogate pair counts three, as its replacement would. */
export function utf8Length(text: string, end = text.length): number {
  let bytes = 0;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

/** Bytes of a text as far as the limit needs them: most texts are far from it, and need no count. */
function textBytes(text: string, maxBytes: number): number {
  return text.length > maxBytes || text.length * 3 <= maxBytes ? text.length : utf8Length(text);
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Offset of the first byte of the first ill-formed sequence. @see The Unicode Standard, table 3-7 */
function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    // The second byte is narrower after some leads: no overlong forms, no surrogates, nothing past U+10FFFF.
    const low = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return 0;
  }
  return length;
}

function hint(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0x1f && b === 0x8b) return '\nMaybe the file is compressed (gzip): unpack it first.';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return '\nMaybe the file was saved as UTF-16: save it as UTF-8.';
  return '\nMaybe the file was saved as Windows-1252 or another 8-bit encoding: save it as UTF-8.';
}
