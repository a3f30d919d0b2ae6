// A02, A03, A05, A09, A32 once more, from the other side: whatever the checker refuses the writer never writes. The two were written apart from each
// other, from docs/formats.md section 10.2 alone; here they judge the same random histories.
import { beforeAll, expect, it } from 'vitest';
import { MeritError } from '../../src/index.js';
import { Records as Writer } from '../../src/trail/records.js';
import { STEPS } from '../../src/trail/rounds.js';
import { entry as readEntry } from '../../src/verify/entry.js';
import { Records as Checker } from '../../src/verify/records.js';
import { between, random, type Loose } from './changes.js';
import { manyPeople } from './honest.js';
import { attemptBody, freezeBody, GENESIS, hashOf, Pen, policyOfTwo, proposalBody, proposalValues, REVEALS, sealBody, story, worldOf, type World } from './pen.js';

let world: World;
let other: World;
let first: readonly Loose[];
let freezes: readonly [Loose, Loose];
beforeAll(async () => {
  world = await worldOf(manyPeople(4));
  other = await worldOf(manyPeople(4), policyOfTwo((p) => void (p.weights = { exam: 50, skill: 40, rating: 10 })));
  first = story(world).entries;
  freezes = [freezeBody(world), freezeBody(other)];
});

interface Step {
  readonly kind: string;
  readonly write: (pen: Pen, rnd: () => number) => void;
}
const hash = `sha256:${'2'.repeat(64)}`;
const personal = { '/person': 'P001' };

/** Every kind of entry, right in itself; whether it may stand where it is put is the question. */
function steps(): readonly Step[] {
  const at = (pen: Pen, kind: string, rnd: () => number): number => {
    const all = pen.entries.filter((e: Loose) => e.kind === kind).map((e: Loose) => e.index as number);
    return all.length === 0 || rnd() < 0.1 ? between(rnd, 0, pen.entries.length) : all[rnd() < 0.8 ? all.length - 1 : between(rnd, 0, all.length - 1)]!;
  };
  const number = (pen: Pen, rnd: () => number): number => (rnd() < 0.8 ? pen.entries.filter((e: Loose) => e.kind === 'attempt').length + 1 : between(rnd, 1, 3));
  const reason = (rnd: () => number): string | null => (rnd() < 0.5 ? null : 'a reason');
  const put = (kind: string, body: (pen: Pen, rnd: () => number) => Loose, values: Record<string, Loose> = {}): Step => ({ kind, write: (pen, rnd) => void pen.add(kind, body(pen, rnd), { round: rnd() < 0.97 ? 'R-1' : 'R-2', values }) });
  return [
    put('seal', (_, rnd) => sealBody((rnd() < 0.8 ? world : other).sealed, { reason: reason(rnd) })),
    put('statement', () => ({ actor: 'boss', role: 'panel', document: 'form' }), { '/interests': null, '/person': null }),
    put('open', () => ({ on: '2026-11-20', positions: 'all' })),
    put('rating', () => ({ actor: 'boss', document: 'form' }), { '/attribute': 'exam', '/person': 'P001', '/value': 7 }),
    put('recusal', () => ({ actor: 'boss', reason: 'related' }), personal),
    put('waiver', () => ({ by: 'boss', document: 'letter', position: 'J001', reason: 'nobody else', rule: 'cleared' }), personal),
    put('freeze', (_, rnd) => freezes[rnd() < 0.8 ? 0 : 1]!),
    put('reopen', () => ({ by: 'chair', reason: 'a correction' })),
    put('reveal', (_, rnd) => (rnd() < 0.9 ? REVEALS[between(rnd, 0, 1)]! : { party: 'panel', nonce: 'ab'.repeat(16) })),
    put('reveal', (_, rnd) => REVEALS[between(rnd, 0, 1)]!),
    put('withheld', (_, rnd) => ({ party: ['board', 'panel', 'stranger'][between(rnd, 0, 2)], reason: 'no answer' })),
    put('attempt', (pen, rnd) => attemptBody(rnd() < 0.9 ? world : other, at(pen, 'freeze', rnd), number(pen, rnd), reason(rnd))),
    put('abandoned', (pen, rnd) => ({ attempt: at(pen, 'attempt', rnd), reason: 'stopped' })),
    put('proposal', (pen, rnd) => proposalBody(world, at(pen, 'attempt', rnd)), proposalValues(world)),
    put('exploration', () => ({ purpose: 'levers', policy: hash, reason: null })),
    put('decision', (pen, rnd) => ({ proposal: at(pen, 'proposal', rnd), by: 'boss', on: '2026-11-21', changes: 0, loss: [] }), { '/decision': hash }),
    put('objection', (pen, rnd) => ({ to: at(pen, ['proposal', 'decision', 'repair'][between(rnd, 0, 2)]!, rnd) }), { ...personal, '/text': 'no' }),
    put('answer', (pen, rnd) => ({ objection: at(pen, 'objection', rnd), outcome: 'dismissed', by: 'boss', on: '2026-11-21', document: 'letter' }), { '/text': 'yes' }),
    put('refusal', () => ({ cause: 'declined', by: 'boss', on: '2026-11-21', document: 'letter' }), { ...personal, '/position': 'J001' }),
    put('repair', (pen, rnd) => ({ of: at(pen, rnd() < 0.5 ? 'decision' : 'repair', rnd), cause: 'declined', by: 'boss', on: '2026-11-21', changed: 1 }), { '/repair': hash }),
    put('rectification', (pen, rnd) => ({ supersedes: at(pen, ['rating', 'proposal', 'open'][between(rnd, 0, 2)]!, rnd), by: 'boss', document: 'letter', reason: 'wrong' }), { '/path': '/value', '/person': 'P001', '/value': 8 }),
    put('close', () => ({ on: '2026-12-01', reason: 'done' })),
    { kind: 'erasure', write: (pen, rnd) => {
      const about = rnd() < 0.7 ? pen.entries.filter((e: Loose) => e.fields.some(([path]: [string]) => path === '/person')) : pen.entries;
      const index = about.length > 0 && rnd() < 0.8 ? about.at(-1).index : pen.entries.length + 1;
      pen.add('erasure', { by: 'boss', on: '2026-11-30', basis: 'an article', document: 'request', entries: [[index, ['/person']]], subjects: [] });
    } },
    { kind: 'genesis', write: (pen) => void pen.add('genesis', GENESIS) },
    { kind: 'exploration', write: (pen, rnd) => void pen.add('exploration', { purpose: 'other', policy: hash, reason: null }, { round: 'R-1', ...(rnd() < 0.2 && { time: '2026-11-01T00:00:00Z' }) }) },
  ];
}

/** The codes of the writer, all of one entry; empty where it takes it. */
function written(writer: Writer, entry: Loose): readonly string[] {
  try {
    writer.check(entry)();
    return [];
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    return error.issues.map(({ code }) => code);
  }
}

it('the writer takes an entry exactly where the checker does, and tells its code (100 histories of up to 25 entries)', () => {
  const rnd = random(32);
  const all = steps();
  const cover: Record<string, number> = { taken: 0 };
  const differ = new Set<string>(); // refused by both, with another code
  for (let history = 0; history < 100; history++) {
    const start = rnd() < 0.5 ? between(rnd, 1, 8) : 8;
    const pen = Object.assign(new Pen(), { entries: first.slice(0, start) });
    const [writer, checker] = [new Writer(), new Checker()];
    for (const entry of pen.entries) {
      expect(written(writer, entry)).toEqual([]);
      expect(checker.take(readEntry(entry))).toBeUndefined();
    }
    for (let k = 0; k < 17; k++) {
      const { phase } = writer.round('R-1');
      const likely = rnd() < 0.9 ? all.filter(({ kind }) => kind in STEPS && phase in STEPS[kind as keyof typeof STEPS]) : all; // else most histories end at once
      const step = likely.length > 0 ? likely : all;
      step[between(rnd, 0, step.length - 1)]!.write(pen, rnd);
      const entry = pen.entries.at(-1);
      let wrong: { readonly code: string } | undefined;
      try {
        wrong = checker.take(readEntry(entry));
      } catch {
        break; // no entry at all
      }
      const codes = written(writer, entry);
      const kinds = pen.entries.map((e: Loose) => e.kind).join(' ');
      if (wrong) {
        expect([kinds, entry.body, wrong.code, codes.length > 0]).toEqual([kinds, entry.body, wrong.code, true]);
        if (!codes.includes(wrong.code)) differ.add(`${entry.kind} ${wrong.code} ${codes.join(' ')}`);
        cover[wrong.code] = (cover[wrong.code] ?? 0) + 1;
        break; // a checker does not go on after the first that may not follow
      }
      expect([kinds, entry.body, codes]).toEqual([kinds, entry.body, []]);
      cover['taken']!++;
    }
  }
  console.log('histories', JSON.stringify(cover));
  expect(cover['taken']).toBeGreaterThan(100);
  expect([...differ]).toEqual([]);
  expect(Object.keys(cover).length).toBeGreaterThan(4);
  expect(hashOf(world.sealed.policy)).not.toBe(hashOf(other.sealed.policy));
});
