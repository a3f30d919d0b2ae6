import { bundle, propose } from '../../src/index.js';
import { better, bestPlans, breaches, eachPlan, valueOf, type ReferenceMarket, type Seating } from '../reference/lexicographic.js';
import { between, makeCase, random } from '../support/markets.js';
import { mutant } from '../verify/mutants.js';
import { checker } from '../verify/row-properties.js';
import { eachSeed, EVERYTHING, plansOf, solved, type Run } from './checks.js';
import { keepsLimit, limitedCase, limitedDocuments } from './limits.js';

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a tampered bundle has whatever shape the attacker gave it */
type Loose = any;

/** A bundle of the library, with the market of each of its plans and what a plan must keep beside the market's bounds. */
export interface Claimed {
  readonly bundle: Loose;
  readonly plans: readonly { readonly which: 'certain' | 'conditional'; readonly m: ReferenceMarket; readonly keeps: (seating: Seating) => boolean }[];
}

/** What the library proposes for a case with a few related people. */
export async function claimedCase(seed: number): Promise<Claimed> {
  const s = await solved(makeCase(seed, { ...EVERYTHING, relations: 'few' }));
  return { bundle: structuredClone(bundle(s.proposal, s.round, s.policy)), plans: plansOf(s).map(({ which, m }) => ({ which, m, keeps: (seating) => !breaches(s.c, seating) })) };
}

/** What the library proposes for a case under limits of every kind. */
export async function claimedUnderLimits(seed: number): Promise<Claimed> {
  const l = limitedCase(seed, { ...EVERYTHING, maxPeople: 5, relations: 'few' });
  const { c } = l;
  const { round, policy } = limitedDocuments(l);
  const proposal = await propose(round, policy);
  return {
    bundle: structuredClone(bundle(proposal, round, policy)),
    plans: plansOf({ c, round, policy, proposal }).map(({ which, m }) => ({ which, m, keeps: (seating) => !breaches(c, seating) && l.limits.every((limit) => keepsLimit(l, m, limit, seating)) })),
  };
}

/**
 * Certificates of the library's own, changed, under plans that a better one refutes by brute force, under gaps that are too small and under the claim that there
 * is no plan: none is accepted.
 */
export async function changedCertificatesProveNothingFalse(run: Run, each: number, claimed: (seed: number) => Promise<Claimed> = claimedCase): Promise<Record<string, number>> {
  const cover: Record<string, number> = { mutants: 0, worse: 0, gaps: 0, none: 0 };
  await eachSeed(run, async (seed) => {
    const rnd = random(seed + 11);
    const { bundle: b, plans } = await claimed(seed);
    for (const { which, m, keeps } of plans) {
      const honest: Loose = b.proposal[which];
      const best = honest.certificate && bestPlans(m, keeps);
      if (!best) continue;
      const judge = checker(b, which);
      const refused = (kind: string, plan: Loose): void => {
        const { optimality } = judge(plan);
        cover['mutants']!++;
        cover[kind]!++;
        cover[optimality.code ?? optimality.outcome] = (cover[optimality.code ?? optimality.outcome] ?? 0) + 1;
        if (optimality.code === undefined && optimality.outcome !== 'not-checked') throw new Error(`accepted: ${JSON.stringify(plan)}`);
      };
      const worse: Seating[] = [];
      eachPlan(m, (plan) => {
        if (worse.length < 200 && keeps(plan) && better(best.value, valueOf(m, plan)) > 0) worse.push([...plan]);
      });
      for (let k = 0; k < each; k++) {
        refused('none', { ...honest, status: 'infeasible', gap: null, shortage: null, certificate: { stages: [{ ...mutant({ stages: [honest.certificate.stages[0]] }, rnd).stages[0], stage: 'rows', value: -1 }] } });
        if (worse.length === 0) continue;
        const seating = worse[between(rnd, 0, worse.length - 1)]!;
        const value = valueOf(m, seating);
        const s = value.findIndex((one, at) => one !== best.value[at]);
        const seats = seating.flatMap((j, i) => (j < 0 ? [] : [[m.c.people[i]!.id, m.c.posts[j]!.id]]));
        const stages = honest.certificate.stages.map((stage: Loose, at: number) => ({ ...stage, value: value[at] }));
        refused('worse', { ...honest, status: 'optimal', gap: null, seats, certificate: mutant({ stages }, rnd) });
        const bound = between(rnd, value[s]!, best.value[s]! - 1);
        const open = mutant({ stages: stages.slice(0, s + 1) }, rnd);
        if (open.stages.length > 0) open.stages.at(-1).value = bound;
        refused('gaps', { ...honest, status: 'feasible', seats, gap: { stage: m.stages[s]!.id, value: value[s], bound }, certificate: open });
      }
    }
  });
  return cover;
}
