/** Rows of cells as lines with cells under each other, two blanks between columns. */
export function columnsOf(rows: readonly (readonly string[])[]): readonly string[] {
  const wide = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => [...row[c]!].length)));
  return rows.map((row) => row.map((cell, c) => cell + ' '.repeat(wide[c]! - [...cell].length)).join('  ').trimEnd());
}
