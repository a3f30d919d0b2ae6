/** Writes the folder of the promotions example. `npx tsx examples/promotions/promotions.ts FILE.csv DIR`; the file is not part of this repository. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promotionsFolder } from './folder.js';

const [file, out] = process.argv.slice(2);
if (!file || !out) throw new Error('usage: promotions.ts FILE.csv DIR');
const { files, seats, promoted } = promotionsFolder(readFileSync(file, 'utf8'));
mkdirSync(out, { recursive: true });
for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
console.log(`${promoted.size} promotions in ${seats.size} departments`);
for (const [department, count] of seats) console.log(`${String(count).padStart(6)}  ${department}`);
