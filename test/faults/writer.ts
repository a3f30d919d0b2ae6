/**
 * The program that is killed: `node writer.mjs FOLDER NAME COUNT [WIDTH]` appends entries NAME-0, NAME-1, ... and prints `ok ID INDEX` for
 * each that was acknowledged, `no ID CODE` for each that was refused; after a store that died it opens the next. Prints `end` at its end.
 */
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { MeritError } from '../../src/errors/index.js';
import { fileStore, type FileStore } from '../../src/node/file-store.js';
import { sampleLine } from '../../src/trail/conformance.js';

const [folder = '', name = '', count = '', width = '1'] = process.argv.slice(2);
const say = (text: string): void => void writeSync(1, `${text}\n`);
process.on('uncaughtException', (error) => {
  say(`uncaught ${String(error)}`);
  process.exit(9);
});

async function open(): Promise<FileStore> {
  for (let n = 0; ; n++) {
    try {
      return await fileStore(folder);
    } catch (error) {
      if (!(error instanceof MeritError)) throw error;
      if (error.code !== 'E_LOG_LOCKED') say(`no open ${error.code}`);
      if (n === (error.code === 'E_LOG_LOCKED' ? 2000 : 20)) process.exit(3);
      await setTimeout(2 + (n % 10));
    }
  }
}

let store = await open();
for (let i = 0; i < Number(count); i += Number(width)) {
  const ids = Array.from({ length: Number(width) }, (_, k) => `${name}-${i + k}`);
  const known = await store.size();
  const codes = await Promise.all(ids.map(async (id) => {
    try {
      const { index } = await store.append(id, known, (missed) => sampleLine(id, known + missed.length, 'x'.repeat(i % 300)));
      say(`ok ${id} ${index}`);
      return '';
    } catch (error) {
      if (!(error instanceof MeritError)) throw error;
      say(`no ${id} ${error.code}`);
      return error.code;
    }
  }));
  if (name.startsWith('turns') || codes.some((code) => code === 'E_LOG_FSYNC' || code === 'E_LOG_CLOSED')) {
    await store.close();
    if (name.startsWith('turns') && (i / Number(width)) % 10 === 9) await setTimeout(1); // the others have a turn
    store = await open();
  }
}
await store.close();
say('end');
