import { expect } from 'vitest';
import { verify } from '../../src/verify/index.js';
import { amendedPlans } from '../reference/amendments.js';
import { between, random, type Shape } from '../support/markets.js';
import { amended, bundleOf, type Amended } from './amendments.js';
import { eachSeed, seatingOf, type Run } from './checks.js';

type Loose = Record<string, unknown>;
type Path = readonly (string | number)[];

/**
 * What a document says and no evidence can show: its hash alone holds it; a change that orders what is in force already is of that kind. And duals, of which
 * others may be as valid.
 */
const FREE = /^\/(?:by|on|changes\/\d+(?:\/(?:cause|reason|document))?|plan\/certificate\/.*)$/;

/** Every change of one place of a document: a number one more or less, a text or id another one of the document, an entry or a field dropped, an entry twice, neighbours swapped. */
export function* mutants(document: unknown, others: readonly string[]): Generator<{ readonly path: string; readonly mutant: unknown }> {
  const at = (path: Path, change: (holder: Loose, key: string | number) => void): { path: string; mutant: unknown } => {
    const mutant = structuredClone(document) as Loose;
    let holder = mutant;
    for (const key of path.slice(0, -1)) holder = holder[key] as Loose;
    change(holder, path.at(-1)!);
    return { path: path.map((key) => `/${key}`).join(''), mutant };
  };
  const walk = function* (value: unknown, path: Path): Generator<{ readonly path: string; readonly mutant: unknown }> {
    const set = (to: unknown) => at(path, (holder, key) => void (holder[key] = to));
    if (path.length > 0) {
      if (typeof value === 'number') for (const by of [1, -1]) yield set(value + by);
      if (typeof value === 'boolean') yield set(!value);
      if (typeof value === 'string') for (const other of others) if (other !== value) yield set(other);
      if (value === null) yield set(others[0]);
      else yield set(null);
      yield at(path, (holder, key) => (Array.isArray(holder) ? void holder.splice(Number(key), 1) : delete holder[key]));
      const last = path.at(-1)!;
      if (typeof last === 'number') yield at(path, (holder) => void (holder as unknown as unknown[]).splice(last, 0, structuredClone(value)));
      if (typeof last === 'number' && last > 0) yield at(path, (holder) => void ([holder[last - 1], holder[last]] = [holder[last], holder[last - 1]]));
    }
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) yield* walk((value as Loose)[key], [...path, Array.isArray(value) ? Number(key) : key]);
  };
  yield* walk(document, []);
}

/** Of each seed some mutants of one amendment: `decision` holds for none but those that say what no evidence can show, and what they plan is then what brute force gives. */
export async function amendmentMutants(run: Run, each: number, shape: Shape) {
  const cover = { bundles: 0, mutants: 0, refused: 0, free: 0 };
  await eachSeed(run, async (seed) => {
    const a = await amended(seed, shape);
    if (!a || a.steps.length === 0 || a.steps.some(({ amendment }) => amendment.changes.length > 0 && !amendment.plan.tiesProven)) return;
    cover.bundles++;
    const rnd = random(seed);
    const which = between(rnd, 0, a.steps.length - 1);
    const { c } = a;
    const ids = [c.people[0]!.id, c.people.at(-1)!.id, c.posts[0]!.id, c.posts.at(-1)!.id, 'require', 'forbid', 'induced', 'repair', '2026-11-20', '2026-11-26', 'kept'];
    const all = [...mutants(a.steps[which]!.amendment, ids)];
    for (let k = 0; k < each; k++) {
      const { path, mutant } = all[between(rnd, 0, all.length - 1)]!;
      judge(a, which, path, mutant, cover);
    }
  });
  return cover;
}

function judge(a: Amended, which: number, path: string, mutant: unknown, cover: { mutants: number; refused: number; free: number }): void {
  const bundle = bundleOf({ ...a, steps: a.steps.map((step, k) => (k === which ? { ...step, amendment: mutant as typeof step.amendment } : step)) });
  // an act that is swapped would put it elsewhere in the bundle, or nowhere
  if (path === '/act') return;
  cover.mutants++;
  const { verdicts } = verify(bundle);
  const decision = verdicts.at(-1)!;
  if (verdicts.some((v) => v.outcome === 'fails') || decision.outcome !== 'holds') {
    cover.refused++;
    if (decision.outcome === 'fails') expect(decision.path).toMatch(/^\/(?:decision|repairs\/\d+|round\/relations|round\/people|policy\/limits)/);
    return;
  }
  cover.free++;
  expect(path).toMatch(FREE);
  const { announced, orders, changes } = a.steps[which]!;
  if (changes.length > 0) expect(seatingOf(a.c, (mutant as (typeof a.steps)[number]['amendment']).plan)).toEqual(amendedPlans(a.c, orders, announced).pick);
}
