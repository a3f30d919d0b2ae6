/* The check of a whole log: entries a second and memory, over a log.jsonl of 500-byte entries. Usage: tsx bench/verify-log.ts [entries], 2,000,000 if not told: about 1 GB on disk. */
import { hash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyLog } from '../src/verify/index.js';

const [what, file] = process.argv.slice(2);
if (what === 'check') await check(file!);
else make(Number(what ?? 2_000_000));

function make(entries: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'verify-log-'));
  try {
    const path = join(folder, 'log.jsonl');
    const out = openSync(path, 'w');
    let text = '';
    const line = (entry: object): void => {
      const inner = JSON.stringify(entry);
      text += `{"entry":${inner},"leaf":"${hash('sha256', `\0${inner}`)}"}\n`;
      if (text.length > 1 << 20) {
        writeSync(out, text);
        text = '';
      }
    };
    const format = 'meritra/entry/1';
    const time = '2026-03-01T10:00:00Z';
    const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    line({ body: { controller: 'The office', keys: [key], origin: 'PeterNeumann', retention: null, witnesses: null }, fields: [], format, id: 'begin', index: 0, kind: 'genesis', time });
    const [policy, rules] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`);
    const commitments = (index: number): object[] => ['one', 'two'].map((party, k) => ({ hash: `sha256:${String(2 * index + k).padStart(64, '0')}`, party })); // of one round alone
    let index = 1;
    const round = (kind: string, body: object, fields: readonly unknown[] = []): void => {
      const [name, ordinal] = [`round-${Math.floor((index - 1) / 10_000)}`, (index - 1) % 10_000];
      const id = hash('sha256', `${index}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
      line({ body, fields, format, id, index, kind, ordinal, round: name, time });
      index++;
    };
    while (index < entries) {
      if ((index - 1) % 10_000 === 0) round('seal', { commitments: commitments(index), policy, reason: null, revealBy: '2026-06-01', rules });
      else if ((index - 1) % 10_000 === 1) round('open', { on: '2026-03-01', positions: 'all' });
      else {
        const salted = (n: number): string => hash('sha256', `${index} ${n}`);
        round('rating', { actor: 'panel-1', document: 'Minutes 12 of 2026' }, [['/attribute', salted(0)], ['/person', salted(1)], ['/value', salted(2)]]);
      }
    }
    writeSync(out, text);
    closeSync(out);
    console.log(`${index.toLocaleString('en')} entries, ${(statSync(path).size / 1e9).toFixed(3)} GB, ${Math.round(statSync(path).size / index)} bytes a line`);
    spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), 'check', path], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function check(path: string): Promise<void> {
  const begin = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let read = 0;
  const { verdicts } = await verifyLog(createReadStream(path, { highWaterMark: 1 << 18 }), { onProgress: ({ entries }) => (read = entries) });
  const [seconds, { user, system }] = [Number(process.hrtime.bigint() - begin) / 1e9, process.cpuUsage(cpu)];
  for (const { check: name, outcome, code, detail } of verdicts) console.log(`  ${name}: ${outcome}${code ? ` ${code}` : ''} (${detail})`);
  console.log(`${Math.round(read / seconds).toLocaleString('en')} entries/s by the clock, ${Math.round((read / (user + system)) * 1e6).toLocaleString('en')} by the processor time of all threads (${seconds.toFixed(1)} s)`);
  console.log(`largest resident memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}
