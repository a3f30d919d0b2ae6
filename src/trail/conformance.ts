import { canonicalJson, hex } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { leafHash, nodeHash } from './merkle.js';
import type { TrailStore, VaultRow } from './store.js';

/** One promise of a store. `check` throws an error with what was broken. */
export interface StoreCheck {
  readonly name: string;
  check(): Promise<void>;
}

/** How the suite opens stores. */
export interface StoreMaker {
  /** Opens the store of this name, an empty one where the name is new. */
  open(name: string): Promise<TrailStore>;
  /** Whether a store that was closed and opened again by the same name holds what it held; false for those in memory alone. */
  readonly lasting: boolean;
}

/** The line of a small entry, as a trail would write it. */
export function sampleLine(id: string, index: number, text = 'text'): string {
  return canonicalJson({ body: { text }, fields: [], format: 'meritra/entry/1', id, index, kind: 'note' });
}

const row = (entry: string, path: string, subject: string | null, value: unknown, salt = '5a'): VaultRow => ({ entry, path, subject, salt: salt.repeat(32), value: canonicalJson(value) });

/** Whatever a store must promise, so that a trail can be kept in it: run by every store of this library, and for those of others. */
export function storeConformance(maker: StoreMaker): readonly StoreCheck[] {
  let stores = 0;
  const checks: StoreCheck[] = [];
  const add = (name: string, body: (store: TrailStore, again: () => Promise<TrailStore>) => Promise<void>): void => {
    checks.push({
      name,
      async check() {
        const label = `store-${stores++}`;
        let store = await maker.open(label);
        try {
          await body(store, async () => {
            await store.close();
            return (store = await maker.open(label));
          });
        } finally {
          await store.close();
        }
      },
    });
  };
  const lasting = (...rest: Parameters<typeof add>): void => {
    if (maker.lasting) add(...rest);
  };

  add('a new store is empty', async (store) => {
    same(await store.size(), 0, 'size');
    same(await all(store), [], 'lines');
    same(await store.checkpoints(), [], 'checkpoints');
    same(await store.find('a'), undefined, 'find');
    same(await store.vault.rows({ entry: 'a' }), [], 'rows of the vault');
  });

  add('entries come back as the bytes that were given, in their order', async (store) => {
    const texts = ['plain', 'line\nfeed \r\u2028\u2029 \u0000\u001f\u007f', '} {"a":1}\n{', 'é 中 😀 \uffff\ue000', '"\\/', '1e400'];
    for (const [i, text] of texts.entries()) {
      const answer = await store.append(`id-${i}`, i, () => sampleLine(`id-${i}`, i, text));
      same(answer, { index: i, line: sampleLine(`id-${i}`, i, text), repeated: false }, 'the answer');
    }
    same(await all(store), texts.map((text, i) => sampleLine(`id-${i}`, i, text)), 'lines');
    same(await all(store, 2, 4), texts.slice(2, 4).map((text, i) => sampleLine(`id-${i + 2}`, i + 2, text)), 'lines 2 to 4');
    same(await all(store, 3, 3), [], 'lines 3 to 3');
    same(await store.find('id-3'), 3, 'find');
  });

  add('an id is kept once: the second append writes nothing, does not build, and answers the first entry', async (store) => {
    await fill(store, 0, 3);
    const answer = await store.append('id-1', 0, () => { throw new Error('build was called'); });
    same(answer, { index: 1, line: sampleLine('id-1', 1), repeated: true }, 'the answer');
    same(await store.size(), 3, 'size');
  });

  add('an id that is appended twice side by side is kept once', async (store) => {
    const [first, second] = await Promise.all([0, 1].map((n) => store.append('twin', 0, () => sampleLine('twin', 0, `${n}`))));
    same(first, { index: 0, line: sampleLine('twin', 0, '0'), repeated: false }, 'the first answer');
    same(second, { index: 0, line: sampleLine('twin', 0, '0'), repeated: true }, 'the second answer');
    same(await store.size(), 1, 'size');
  });

  add('appends side by side are kept in the order of the calls and see what came before them', async (store) => {
    const seen: number[] = [];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => store.append(`id-${i}`, 0, (missed) => {
      seen.push(missed.length);
      return sampleLine(`id-${i}`, missed.length);
    })));
    same(answers.map(({ index }) => index), seen, 'indices');
    same(seen, seen.map((_, i) => i), 'entries that were there');
    same(await all(store), seen.map((i) => sampleLine(`id-${i}`, i)), 'lines');
  });

  add('build gets exactly the lines since what the caller knew', async (store) => {
    await fill(store, 0, 5);
    for (const known of [0, 3, 5]) {
      let missed: readonly string[] = [];
      await refuses(store.append('x', known, (lines) => {
        missed = lines;
        throw new MeritError('E_STATE', 'not now');
      }), 'E_STATE');
      same(missed, (await all(store)).slice(known), `missed since ${known}`);
    }
  });

  add('what build throws is thrown on, nothing is written, later appends go on', async (store) => {
    await fill(store, 0, 1);
    const wrong = new RangeError('of the caller');
    const results = await Promise.allSettled([
      store.append('a', 1, () => sampleLine('a', 1)),
      store.append('b', 1, () => { throw wrong; }),
      store.append('c', 1, (missed) => sampleLine('c', 1 + missed.length)),
    ]);
    if (results[1]?.status !== 'rejected' || results[1].reason !== wrong) throw new Error('the error of build did not come back');
    same(await all(store), [sampleLine('id-0', 0), sampleLine('a', 1), sampleLine('c', 2)], 'lines');
    same(await store.find('b'), undefined, 'find');
  });

  add('lines that are no entry at this place are refused and not kept', async (store) => {
    await fill(store, 0, 1);
    const line = sampleLine('a', 1);
    await refuses(store.append('a', 1, () => sampleLine('a', 2)), 'E_LOG_GAP');
    await refuses(store.append('a', 1, () => sampleLine('b', 1)), 'E_FORMAT');
    for (const other of [`${line} `, `${line}\n`, line.replace(':', ': '), line.replace('"id":"a"', '"id":"b","id":"a"'), line.replace('text', '\\u0074ext'), line.slice(0, -1), '', 'null']) {
      await refuses(store.append('a', 1, () => other), other === 'null' ? 'E_FORMAT' : 'E_LOG_NOT_CANONICAL');
    }
    await refuses(store.append('a', 9, () => line), 'E_LOG_TRUNCATED');
    same(await store.size(), 1, 'size');
    same((await store.append('a', 1, () => line)).index, 1, 'index');
  });

  add('the hash of every full subtree is that of RFC 6962, and there are no others', async (store) => {
    await fill(store, 0, 37);
    let row = (await all(store)).map((line) => leafHash(line));
    for (let level = 0; level < 8; level++) {
      for (const [i, hash] of row.entries()) same(hex(await store.hash(level, i)), hex(hash), `hash ${level}/${i}`);
      await refuses(store.hash(level, row.length), 'E_NUM_RANGE');
      row = Array.from({ length: row.length >> 1 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!));
    }
    await refuses(store.hash(0, -1), 'E_NUM_RANGE');
  });

  add('many entries, long and short, come back', async (store) => {
    const text = (i: number): string => 'x'.repeat(i % 97 === 0 ? 70_000 : i % 13);
    await Promise.all(Array.from({ length: 400 }, (_, i) => store.append(`id-${i}`, i, () => sampleLine(`id-${i}`, i, text(i)))));
    const lines = await all(store);
    same(lines.length, 400, 'number of lines');
    lines.forEach((line, i) => same(line, sampleLine(`id-${i}`, i, text(i)), `line ${i}`));
    for (const i of [0, 63, 64, 65, 399]) same(await all(store, i, i + 1), [sampleLine(`id-${i}`, i, text(i))], `line ${i} alone`);
    same(await store.find('id-399'), 399, 'find');
  });

  add('signed notes come back as they are, by size, the same text once', async (store) => {
    for (const [size, note] of [[2, 'two\n\n— é AAAA\n'], [0, 'zero\n'], [2, 'two\n\n— é AAAA\n'], [1, 'one\n']] as const) await store.keepCheckpoint(size, note);
    same(await store.checkpoints(), ['zero\n', 'one\n', 'two\n\n— é AAAA\n'], 'checkpoints');
  });

  add('the vault gives rows of an entry or a person by entry and path, and a later row takes the place of an earlier', async (store) => {
    await store.vault.put([row('b', '/z', 'p', 1), row('a', '/y', 'p', { n: 'Ä😀' }), row('a', '/x', null, null), row('a', '/\u{1f600}', 'q', 2), row('a', '/\uffff', 'q', 3)]);
    await store.vault.put([row('b', '/z', 'p', 5, '6b')]);
    same(await store.vault.rows({ entry: 'a' }), [row('a', '/x', null, null), row('a', '/y', 'p', { n: 'Ä😀' }), row('a', '/\uffff', 'q', 3), row('a', '/\u{1f600}', 'q', 2)], 'rows of entry a');
    same(await store.vault.rows({ subject: 'p' }), [row('a', '/y', 'p', { n: 'Ä😀' }), row('b', '/z', 'p', 5, '6b')], 'rows of subject p');
    same(await store.vault.rows({ subject: 'nobody' }), [], 'rows of nobody');
  });

  add('rows of the vault that are erased are gone, others stay, unknown ones are passed over', async (store) => {
    await store.vault.put([row('a', '/x', 'p', 1), row('a', '/y', 'p', 2), row('b', '/x', 'q', 3)]);
    await store.vault.erase([{ entry: 'a', path: '/x' }, { entry: 'a', path: '/nothing' }]);
    same(await store.vault.rows({ entry: 'a' }), [row('a', '/y', 'p', 2)], 'rows');
    await store.vault.erase([{ entry: 'a', path: '/x' }]);
    await store.vault.put([row('a', '/x', 'p', 4, '6b')]);
    same(await store.vault.rows({ subject: 'p' }), [row('a', '/x', 'p', 4, '6b'), row('a', '/y', 'p', 2)], 'rows after a new one');
  });

  add('a store that was closed answers E_LOG_CLOSED', async (store) => {
    await fill(store, 0, 1);
    const last = store.append('last', 1, () => sampleLine('last', 1));
    await store.close();
    same((await last).index, 1, 'what was begun is ended');
    const calls: (() => Promise<unknown>)[] = [
      () => store.size(), () => all(store, 0, 1), () => store.append('x', 0, () => ''), () => store.find('x'), () => store.hash(0, 0), () => store.checkpoints(),
      () => store.keepCheckpoint(0, 'x'), () => store.vault.put([]), () => store.vault.rows({ entry: 'a' }), () => store.vault.erase([]),
    ];
    for (const call of calls) await refuses(call(), 'E_LOG_CLOSED');
    await store.close();
  });

  lasting('everything is there when the store is opened again', async (store, again) => {
    await fill(store, 0, 70);
    await store.keepCheckpoint(70, 'note\n');
    await store.vault.put([row('a', '/x', 'p', 1), row('a', '/y', 'p', 2)]);
    await store.vault.erase([{ entry: 'a', path: '/y' }]);
    const hash = await store.hash(6, 0);
    const next = await again();
    same(await next.size(), 70, 'size');
    same(await all(next), Array.from({ length: 70 }, (_, i) => sampleLine(`id-${i}`, i)), 'lines');
    same(hex(await next.hash(6, 0)), hex(hash), 'hash');
    same(await next.checkpoints(), ['note\n'], 'checkpoints');
    same(await next.vault.rows({ subject: 'p' }), [row('a', '/x', 'p', 1)], 'rows of the vault');
    same((await next.append('id-7', 0, () => '')).index, 7, 'an id of before');
    await fill(next, 70, 72);
    same(await next.size(), 72, 'size after more');
  });

  return checks;
}

async function fill(store: TrailStore, from: number, to: number): Promise<void> {
  await Promise.all(Array.from({ length: to - from }, (_, k) => store.append(`id-${from + k}`, from + k, () => sampleLine(`id-${from + k}`, from + k))));
}

async function all(store: TrailStore, from = 0, to?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of store.lines(from, to ?? (await store.size()))) lines.push(line);
  return lines;
}

function same(found: unknown, expected: unknown, what: string): void {
  const text = (value: unknown): string => (value === undefined ? 'undefined' : canonicalJson(value)); // whatever the order of keys
  const [is, should] = [text(found), text(expected)];
  if (is !== should) throw new Error(`${what}: expected ${should}, found ${is}`);
}

async function refuses(call: Promise<unknown>, code: string): Promise<void> {
  let found: unknown = 'nothing thrown';
  try {
    await call;
  } catch (error) {
    found = error;
  }
  if (!(found instanceof MeritError) || found.code !== code) throw new Error(`expected ${code}, found ${String(found)}`);
}
