/** Brands, so that a person's id is never taken for a post's. At run time all are plain ASCII texts. */
export type PersonId = string & { readonly __id?: 'person' };
export type PositionId = string & { readonly __id?: 'position' };
export type UnitId = string & { readonly __id?: 'unit' };
export type SourceId = string & { readonly __id?: 'source' };

/** Code-point order of two ids (ids are ASCII, so code-unit order is the same). */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
