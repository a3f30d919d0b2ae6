/** Brands, so that a person's id is never taken for a post's. At run time all are plain ASCII texts. */
export type PersonId = string & { readonly __id?: 'person' };
export type PositionId = string & { readonly __id?: 'position' };
export type UnitId = string & { readonly __id?: 'unit' };
export type SourceId = string & { readonly __id?: 'source' };
export type ActorId = string & { readonly __id?: 'actor' };

/** Code-point order of two ids (ids are ASCII, so code-unit order is the same). */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Code-point order of any two texts. Code units alone would put U+FF5E after U+1F600, whose halves are D83D and DE00. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  let k = 0;
  while (k < shorter && a.charCodeAt(k) === b.charCodeAt(k)) k++;
  if (k === shorter) return a.length - b.length;
  const x = a.charCodeAt(k);
  const y = b.charCodeAt(k);
  const high = isSurrogate(x);
  return high === isSurrogate(y) ? x - y : high ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
