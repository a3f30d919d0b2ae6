/** Prints those of the named notebooks in which a code cell shows nothing: each shows one thing, but for cells with the tag `silent`. */
import { readFileSync } from 'node:fs';

for (const file of process.argv.slice(2)) {
  const { cells } = JSON.parse(readFileSync(file, 'utf8'));
  const lost = cells.filter(({ cell_type, metadata, outputs }) => cell_type === 'code' && !metadata.tags?.includes('silent') && outputs.length === 0);
  if (lost.length > 0) console.log(file);
  for (const { id } of lost) console.error(`${file}, ${id}: nothing was shown`);
}
