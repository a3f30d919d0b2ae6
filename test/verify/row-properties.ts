import { expect } from 'vitest';
import { plan as readPlan } from '../../src/verify/documents.js';
import { bundle as readAny, type FullBundle } from '../../src/verify/envelope.js';
import { Facts } from '../../src/verify/facts.js';
import { verify } from '../support/proposal-verdicts.js';
import { Market } from '../../src/verify/market.js';
import { PlanCheck } from '../../src/verify/plan.js';
import { Refusal } from '../../src/verify/shapes.js';
import { between, random } from '../support/markets.js';
import type { Loose } from './builder.js';
import { mutant } from './mutants.js';
import { bundleOf, keeps, noPlan, planOf, prove, proveNone, solveRows, type Options, type Proven, type RowSolved, type RowToy, type ToyLimit } from './row-prover.js';
import { write, type Seating } from './slow-engine.js';

export const pick = <T>(rnd: () => number, ...of: readonly T[]): T => of[between(rnd, 0, of.length - 1)]!;

/** A round of up to five people and four posts in two units, with relatives and limits. */
export function rowToy(seed: number): RowToy {
  const rnd = random(seed * 31 + 7);
  const [P, Q] = [between(rnd, 2, 5), between(rnd, 2, 4)];
  const chain = rnd() < 0.3;
  const positions = Array.from({ length: Q }, () => ({
    level: pick<0 | 1>(rnd, 0, 0, 1), seats: chain ? 1 : pick(rnd, 1, 1, 2), minimum: pick<0 | 1 | 2>(rnd, 0, 0, 1), critical: rnd() < 0.2, mustFill: rnd() < 0.1, closed: rnd() < 0.1, inScope: rnd() < 0.9,
  }));
  const taken = positions.map(() => 0);
  const seatFor = (): number => {
    const j = rnd() < 0.7 ? between(rnd, 0, Q - 1) : -1;
    return j >= 0 && ++taken[j]! <= positions[j]!.seats ? j : -1;
  };
  const people = Array.from({ length: P }, () => ({
    seat: seatFor(), rank: pick<0 | 1 | 2 | null>(rnd, 0, 1, 2, 2, 2, null), score: pick(rnd, 50, 50, 51, 60, 70), list: null, wishes: [], lower: rnd() < 0.6, retires: rnd() < 0.1, inScope: rnd() < 0.9, pin: -1,
  }));
  const units = positions.map(() => between(rnd, 0, 1));
  const some = (): readonly number[] | 'each' => pick<readonly number[] | 'each'>(rnd, 'each', [0], [1], [0, 1]);
  const limit = (): ToyLimit => {
    switch (between(rnd, 0, chain ? 5 : 4)) {
      case 0:
        return { kind: 'moves', max: between(rnd, 0, 3) };
      case 1:
        return { kind: 'budget', max: between(rnd, 0, 9) };
      case 2:
        return { kind: 'unit', units: some(), who: rnd() < 0.5, max: between(rnd, 0, 2), ...(rnd() < 0.3 && { min: 0 }) };
      case 3:
        return { kind: 'unit', units: some(), who: rnd() < 0.5, min: between(rnd, 1, 3) };
      case 4:
        return { kind: 'donor', units: some(), maxLeaving: between(rnd, 0, 1) };
      default:
        return { kind: 'chain', max: between(rnd, 1, 2) };
    }
  };
  const kin = [...new Set(Array.from({ length: between(rnd, 0, 3) }, () => [between(rnd, 0, P - 1), between(rnd, 0, P - 1)].sort((a, b) => a - b)).filter(([a, b]) => a !== b).map((two) => two.join()))].sort();
  return {
    people, positions, units, superiors: positions.map((_, j) => (j > 0 && rnd() < 0.6 ? between(rnd, 0, j - 1) : -1)),
    kin: kin.map((two) => two.split(',').map(Number) as [number, number]), sameUnit: rnd() < 0.5,
    limits: Array.from({ length: between(rnd, 0, 2) }, limit), forbid: rnd() < 0.2, total: rnd() < 0.3, lateral: pick(rnd, 0, 0, 1), nonce: '00112233445566778899aabbccddeeff', start: [0],
  };
}

export const options = (rnd: () => number): Options => ({ rnd, D: pick(rnd, 1, 1, 2, 3, 10), steps: between(rnd, 1, 8) });

/** What the checker says of any plan of a round, without reading the round again. */
export function checker(bundle: Loose, which: 'certain' | 'conditional'): (plan: Loose) => { readonly feasibility: Loose; readonly optimality: Loose } {
  const { round, policy } = readAny(bundle) as FullBundle;
  const market = new Market(new Facts(round, policy));
  return (plan) => {
    try {
      const check = new PlanCheck(market, which, readPlan(plan));
      return { feasibility: check.feasibility(), optimality: check.optimality() };
    } catch (thrown) {
      if (!Refusal.is(thrown)) throw thrown;
      const refused = { code: 'E_FORMAT', path: thrown.path, detail: thrown.message };
      return { feasibility: refused, optimality: refused };
    }
  };
}

export interface Run {
  readonly from: number;
  readonly count: number;
}

function eachToy({ from, count }: Run, check: (toy: RowToy, rnd: () => number, which: 'certain' | 'conditional', solved: RowSolved) => void): void {
  for (let seed = from; seed < from + count; seed++) {
    try {
      const toy = rowToy(seed);
      const unknown = toy.people.some(({ rank }) => rank === null);
      for (const which of unknown ? (['certain', 'conditional'] as const) : (['certain'] as const)) {
        const solved = solveRows(toy, which === 'conditional');
        if (solved.plans.length > 0) check(toy, random(seed + 1), which, solved);
      }
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}

const proofText = (proof: Loose): string => JSON.stringify(proof);

/** Plans that are best among those that keep the rows hold with whatever proof is found, also cut short; and that there is none. */
export function rowProofsHold(run: Run): Record<string, number> {
  const cover: Record<string, number> = { optimal: 0, feasible: 0, infeasible: 0, trees: 0, none: 0, line: 0, unit: 0, limit: 0, stage: 0, denominators: 0, bent: 0 };
  const count = (key: string, yes: boolean): void => void (yes && cover[key]!++);
  eachToy(run, (toy, rnd, which, solved) => {
    const judge = checker(bundleOf(toy, noPlan(null)), which);
    if (solved.bestKept.length === 0) {
      const certificate = proveNone(solved, solved.rows, options(rnd));
      count('infeasible', true);
      count('trees', proofText(certificate).includes('"tree"'));
      expect([judge(noPlan(certificate)).optimality, proofText(certificate)]).toEqual([expect.objectContaining({ outcome: 'holds' }), proofText(certificate)]);
      return;
    }
    const seating = solved.bestKept[between(rnd, 0, solved.bestKept.length - 1)]!;
    for (const cut of [-1, between(rnd, 0, solved.model.stages.length - 1)]) {
      const proven = prove(solved, solved.rows, seating, options(rnd), cut);
      const plan = planOf(toy, solved, seating, proven);
      const text = proofText(plan.certificate);
      const { feasibility, optimality } = judge(plan);
      expect([feasibility, text]).toEqual([expect.objectContaining({ outcome: 'holds' }), text]);
      expect([optimality, text]).toEqual([expect.objectContaining({ outcome: proven.gap ? 'unproven' : 'holds' }), text]);
      count(proven.gap ? 'feasible' : 'optimal', true);
      for (const [key, part] of [['trees', '"tree"'], ['none', '"none"'], ['line', '["line"'], ['unit', '["unit"'], ['limit', '["limit"'], ['stage', '["stage"'], ['denominators', '"denominator"']] as const) count(key, text.includes(part));
    }
    count('bent', !solved.best.includes(seating));
  });
  return cover;
}

/** Whole bundles: everything that follows from such a plan holds, and its ties are not claimed to be proven. */
export function rowBundlesHold(run: Run): number {
  let held = 0;
  for (let seed = run.from; seed < run.from + run.count; seed++) {
    const toy = rowToy(seed);
    const rnd = random(seed + 5);
    const [certain, conditional] = [false, true].map((which) => {
      const solved = solveRows(toy, which);
      if (solved.plans.length === 0) return undefined;
      if (solved.bestKept.length === 0) return noPlan(proveNone(solved, solved.rows, options(rnd)));
      return planOf(toy, solved, solved.bestKept[0]!, prove(solved, solved.rows, solved.bestKept[0]!, options(rnd)));
    });
    if (certain === undefined || conditional === undefined) continue;
    const same = JSON.stringify(solveRows(toy, false).model.pairs) === JSON.stringify(solveRows(toy, true).model.pairs);
    const bundle = bundleOf(toy, certain, same ? null : conditional);
    const none = [bundle.proposal.certain, bundle.proposal.conditional].some((plan: Loose) => plan?.status === 'infeasible');
    const expected = ['holds', 'holds', none ? 'not-checked' : 'holds', none ? 'not-checked' : 'holds', none ? 'not-checked' : 'holds', 'holds'];
    const verdicts = verify(bundle).verdicts;
    expect([seed, ...verdicts.slice(0, 6).map(({ check, outcome, code, path, detail }) => (outcome === 'fails' ? `${check} ${code!} ${path!} ${detail}` : outcome))]).toEqual([seed, ...expected]);
    expect(verdicts[6]!.outcome === 'unproven' || none).toBe(true);
    held++;
  }
  return held;
}

const BROKEN = new Set(['E_ROW', 'E_PLAN_LIMIT']);

/** Of every plan of the market the checker knows whether it keeps the rows. */
export function rowsAreCheckedOfPlans(run: Run): { kept: number; broken: number } {
  const cover = { kept: 0, broken: 0 };
  eachToy(run, (toy, rnd, which, solved) => {
    const judge = checker(bundleOf(toy, noPlan(null)), which);
    for (const seating of solved.plans.length > 40 ? Array.from({ length: 40 }, () => pick(rnd, ...solved.plans)) : solved.plans) {
      const { feasibility } = judge(write(toy, solved, seating, solved.chosen!));
      const kept = keeps(seating, solved.rows);
      cover[kept ? 'kept' : 'broken']++;
      if (kept ? feasibility.outcome !== 'holds' : !BROKEN.has(feasibility.code)) expect([seating, feasibility.outcome ?? feasibility.code]).toEqual([seating, kept ? 'holds' : expect.stringMatching(/^E_(ROW|PLAN_LIMIT)$/)]);
    }
  });
  return cover;
}

/** Whether a first difference favours the second. */
function beats(solved: RowSolved, a: Seating, b: Seating): number {
  for (const [s, { weight }] of solved.model.stages.entries()) {
    const by = b.reduce((sum, j, i) => sum + (j < 0 ? 0 : weight(i, j)), 0) - a.reduce((sum, j, i) => sum + (j < 0 ? 0 : weight(i, j)), 0);
    if (by !== 0) return by > 0 ? s : -1;
  }
  return -1;
}

/**
 * Changed proofs of false claims: that a plan is best though one that keeps the rows is better, that a gap is smaller than it is, that there is no plan. None is
 * accepted. Gives how many were tried, and how many were refused for what.
 */
export function falseClaimsAreRefused(run: Run, each: number): Record<string, number> {
  const cover: Record<string, number> = { mutants: 0, optimal: 0, feasible: 0, infeasible: 0 };
  eachToy(run, (toy, rnd, which, solved) => {
    if (solved.kept.length === 0) return;
    const judge = checker(bundleOf(toy, noPlan(null)), which);
    const best = solved.bestKept[0]!;
    const tell = (kind: string, plan: Loose): void => {
      const { optimality } = judge(plan);
      cover['mutants']!++;
      cover[kind]!++;
      cover[optimality.code ?? optimality.outcome] = (cover[optimality.code ?? optimality.outcome] ?? 0) + 1;
      if (optimality.code === undefined) throw new Error(`accepted: ${JSON.stringify(plan)}`);
    };
    for (let k = 0; k < each; k++) {
      const proof = prove(solved, solved.rows, best, options(rnd));
      const worse = pick(rnd, ...solved.kept);
      const s = beats(solved, worse, best);
      if (s >= 0) {
        // the best plan's own proof with the values of the worse one, changed
        const claim = planOf(toy, solved, worse, { ...proof, stages: proof.stages.map((stage: Loose, at) => ({ ...stage, value: valueAt(solved, worse, at) })) });
        claim.certificate = mutant(claim.certificate, rnd);
        tell('optimal', claim);
        // a proof that tries to keep the worse one best, where every leaf that cannot is left as it is
        const attempt = planOf(toy, solved, worse, proveAnyway(solved, worse, s, options(rnd)));
        attempt.certificate = mutant(attempt.certificate, rnd);
        tell('optimal', attempt);
      }
      const none = noPlan({ stages: [{ ...mutant({ stages: [proof.stages[0]] }, rnd).stages[0], stage: 'rows', value: -1 }] });
      tell('infeasible', none);
      if (k % 2 === 0) {
        const cut = s >= 0 ? s : 0;
        if (s < 0) continue;
        const open = prove(solved, solved.rows, best, options(rnd), cut);
        const claimed = between(rnd, valueAt(solved, worse, cut), valueAt(solved, best, cut) - 1);
        const certificate = mutant({ stages: open.stages }, rnd);
        const last = certificate.stages.at(-1);
        if (!last) continue;
        last.value = claimed;
        tell('feasible', planOf(toy, solved, worse, { stages: certificate.stages, gap: { stage: solved.model.stages[cut]!.stage, value: valueAt(solved, worse, cut), bound: claimed } }));
      }
    }
  });
  return cover;
}

const valueAt = (solved: RowSolved, seating: Seating, s: number): number => seating.reduce((sum, j, i) => sum + (j < 0 ? 0 : solved.model.stages[s]!.weight(i, j)), 0);

/** Stages up to `s` as honest as they can be for a plan that is worse at `s`, and after it those of nobody. */
function proveAnyway(solved: RowSolved, worse: Seating, s: number, how: Options): Proven {
  const upTo = prove(solved, solved.rows, worse, { ...how, rnd: () => how.rnd() * 0.79 }, s); // what cannot be closed stays open
  const last = upTo.stages.at(-1)!;
  last.value = valueAt(solved, worse, s);
  const rest = solved.model.stages.slice(s + 1).map(({ stage }, k) => ({ stage, value: valueAt(solved, worse, s + 1 + k), people: [], positions: [] }));
  return { stages: [...upTo.stages, ...rest], gap: null };
}
