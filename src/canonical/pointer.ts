/** One reference token of a JSON Pointer with its slash: `~` and `/` escaped. @see RFC 6901 section 3 */
export function pointerToken(key: string | number): string {
  return typeof key === 'number' ? `/${key}` : `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** JSON Pointer of a path of keys and indices; `''` for the whole document. @see RFC 6901 section 5 */
export function pointer(path: readonly (string | number)[]): string {
  return path.map(pointerToken).join('');
}
