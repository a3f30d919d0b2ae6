/** Longest key that a pointer repeats in full; a key of megabytes would make the message as long. */
const TOKEN = 200;

/**
 * One reference token of a JSON Pointer with its slash: `~` and `/` escaped. A key past 200 characters is cut and ends in `…`;
 * half of a surrogate pair is written U+FFFD, so that a pointer is always text. @see RFC 6901 section 3
 */
export function pointerToken(key: string | number): string {
  if (typeof key === 'number') return `/${key}`;
  const short = key.length > TOKEN ? `${key.slice(0, TOKEN)}…` : key;
  return `/${short.replaceAll('~', '~0').replaceAll('/', '~1').replace(/[\ud800-\udfff]/gu, '\ufffd')}`;
}

/** JSON Pointer of a path of keys and indices; `''` for the whole document. @see RFC 6901 section 5 */
export function pointer(path: readonly (string | number)[]): string {
  return path.map(pointerToken).join('');
}
