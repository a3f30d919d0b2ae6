/** `node flips.mjs SHARE OF`: opens a log of 100 entries with each bit of every OF-th byte flipped; prints how many, and each that is not refused at its line. */
import { MeritError } from '../../src/errors/index.js';
import { fileStore } from '../../src/node/file-store.js';
import { Disk } from './disk.js';
import { LOG, sample } from './sample.js';

const [share, of] = process.argv.slice(2).map(Number);
const { bytes, ends } = await sample();
const flipped = Buffer.from(bytes);
const disk = new Disk({ [LOG]: flipped });
let [line, flips] = [0, 0];
for (let at = share!; at < bytes.length; at += of!) {
  while (at >= ends[line]!) line++;
  for (let bit = 0; bit < 8; bit++) {
    flipped[at] = bytes[at]! ^ (1 << bit);
    disk.show(LOG, flipped);
    const error: unknown = await fileStore('log', { files: disk }).then((store) => store.close(), (cause: unknown) => cause);
    if (!(error instanceof MeritError) || error.code !== 'E_LOG_CORRUPT' || error.path !== `/${line}`) console.log(`not refused: byte ${at} bit ${bit}: ${String(error)}`);
    flips++;
  }
  flipped[at] = bytes[at]!;
}
console.log(`flips ${flips}`);
