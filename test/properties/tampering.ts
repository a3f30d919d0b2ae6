import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { bundle, parseRound, propose, seal, type Policy, type Proposal, type Round } from '../../src/index.js';
import { verify, type Verdict } from '../support/proposal-verdicts.js';
import { referenceMarket, valueOf, type ReferenceMarket, type Seating } from '../reference/lexicographic.js';
import { between, makeCase, random } from '../support/markets.js';
import { eachSeed, EVERYTHING, plansOf, seatingOf, solved, type Run } from './checks.js';
import { richRound } from './rich.js';

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a tampered bundle has whatever shape the attacker gave it */
type Loose = any;

function canonical(value: Loose): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
  return JSON.stringify(value);
}

const hashOf = (document: Loose): string => `sha256:${createHash('sha256').update(`${document.format}\n${canonical(document)}`).digest('hex')}`;

/** The bundle with the hashes that an attacker would write. */
function resealed(b: Loose): Loose {
  b.proposal.round.hash = hashOf(b.round);
  b.proposal.policy.hash = hashOf(b.policy);
  b.proposal.policy.id = b.policy.id;
  b.proposal.objective = b.policy.objective;
  return b;
}

async function bundleOf(seed: number): Promise<Loose> {
  if (seed % 4 === 0) {
    try {
      const { round, policy } = richRound(seed);
      const sealed = seal(policy);
      const parsed = parseRound(round, sealed).round;
      return structuredClone(bundle(await propose(parsed, sealed), parsed, sealed));
    } catch {
      // a pin that the richer rules exclude: the plain one then
    }
  }
  const { proposal, round, policy } = await solved(makeCase(seed, { ...EVERYTHING, relations: 'few' }));
  return structuredClone(bundle(proposal, round, policy));
}

const failing = (verdicts: readonly Verdict[]): Verdict[] => verdicts.filter((v) => v.outcome === 'fails');

/** Whatever the library proposes holds, and is unproven only where the proposal says so itself. */
export async function honestBundlesHold(run: Run) {
  const cover = { bundles: 0, unproven: 0 };
  await eachSeed(run, async (seed) => {
    const b = await bundleOf(seed);
    const { verdicts } = verify(b);
    const plans: Proposal['certain'][] = [b.proposal.certain, b.proposal.conditional].filter((p) => p !== null);
    const open = plans.some((p) => p.status === 'feasible' || (p.status === 'infeasible' && p.shortage === null && p.certificate === null));
    const bent = plans.some((p) => p.status !== 'infeasible' && !p.tiesProven);
    const none = plans.some((p) => p.status === 'infeasible');
    const expected = (check: string): string => {
      if ((check === 'optimality' && open) || (check === 'ties' && bent)) return 'unproven';
      return none && ['feasibility', 'eligibility', 'scores', 'ties'].includes(check) ? 'not-checked' : 'holds';
    };
    expect(verdicts.map((v) => [v.check, v.outcome, v.code ?? '', v.code ? v.detail : ''])).toEqual(
      ['format', 'integrity', 'feasibility', 'eligibility', 'scores', 'optimality', 'ties'].map((check) => [check, expected(check), '', '']),
    );
    cover.bundles++;
    if (open || bent) cover.unproven++;
  });
  return cover;
}

interface Leaf {
  readonly parent: Loose;
  readonly key: string | number;
  readonly path: string;
}

function leaves(value: Loose, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((k) => {
    const key = Array.isArray(value) ? Number(k) : k;
    const child = value[k];
    return typeof child === 'object' && child !== null ? leaves(child, `${path}/${k}`) : [{ parent: value, key, path: `${path}/${k}` }];
  });
}

/** Another value of the same type. */
function changed(value: Loose, rnd: () => number, alike: readonly string[]): Loose {
  if (typeof value === 'number') return rnd() < 0.5 ? value + (rnd() < 0.5 ? 1 : -1) : value === 0 ? 7 : rnd() < 0.5 ? 0 : value * 2;
  if (typeof value === 'boolean') return !value;
  if (value === null) return alike[between(rnd, 0, alike.length - 1)] ?? 'x';
  const others = alike.filter((x) => x !== value && x[0] === value[0]);
  return others.length > 0 ? others[between(rnd, 0, others.length - 1)] : `${value}x`;
}

const pick = <T>(rnd: () => number, list: readonly T[]): T => list[between(rnd, 0, list.length - 1)]!;

/** What a proposal claims: all of it that follows from round and policy alone. Proofs may differ and be right. */
function claimOf(proposal: Loose): string {
  const plan = (p: Loose): Loose => {
    if (p === null) return null;
    const { status, seats, objectives, moves, chains, tied, tiesProven, vacant } = p;
    return { status, seats, objectives, moves, chains, tied, tiesProven: status !== 'infeasible' && tiesProven, vacant };
  };
  return canonical({ certain: plan(proposal.certain), conditional: plan(proposal.conditional) });
}

/**
 * One change to each of many bundles. With the stored hashes as they were, a change of round or policy is refused. With hashes written
 * anew by the attacker a bundle holds throughout only if it claims what the library itself proposes for the changed round and policy.
 */
export async function tamperedBundlesAreRefused(run: Run, each: number) {
  const cover = { stale: 0, staleFormat: 0, evidence: 0, policy: 0, proposal: 0, transplants: 0, refused: 0, same: 0, weaker: 0, byCheck: {} as Record<string, number> };
  const judge = async (b: Loose, kind: 'evidence' | 'policy' | 'proposal' | 'transplants'): Promise<void> => {
    let honest: Proposal;
    try {
      const sealed = seal(b.policy as Policy);
      honest = await propose(parseRound(b.round as Round, sealed).round, sealed);
    } catch {
      return; // such a round or policy is refused at the door
    }
    cover[kind]++;
    const { verdicts } = verify(resealed(b));
    const fails = failing(verdicts);
    if (fails.length > 0) {
      cover.refused++;
      for (const { check } of fails) cover.byCheck[check] = (cover.byCheck[check] ?? 0) + 1;
      return;
    }
    if (verdicts.some((v) => v.outcome === 'unproven')) {
      cover.weaker++;
      const plans: Loose[] = [b.proposal.certain, b.proposal.conditional].filter((p: Loose) => p !== null);
      expect(plans.some((p) => p.status !== 'optimal' || !p.tiesProven)).toBe(true);
      return;
    }
    const none = [b.proposal.certain, b.proposal.conditional].some((p: Loose) => p?.status === 'infeasible');
    expect(verdicts.every((v) => v.outcome === 'holds' || (none && v.outcome === 'not-checked'))).toBe(true);
    expect(claimOf(b.proposal)).toBe(claimOf(honest));
    cover.same++;
  };
  await eachSeed(run, async (seed) => {
    const rnd = random(seed * 7 + 1);
    const original = await bundleOf(seed);
    const ids: string[] = [...original.round.people, ...original.round.positions].map((x: { id: string }) => x.id);
    for (let k = 0; k < each; k++) {
      const b = structuredClone(original);
      const kind = k % 5;
      if (kind === 0) {
        const part = rnd() < 0.5 ? 'round' : 'policy';
        const leaf = pick(rnd, leaves(b[part]));
        leaf.parent[leaf.key] = changed(leaf.parent[leaf.key], rnd, ids);
        const fails = failing(verify(b).verdicts);
        expect(fails.map((v) => v.check === 'format' || v.check === 'integrity')).toContain(true);
        cover.stale++;
        if (fails[0]!.check === 'format') cover.staleFormat++;
      } else if (kind === 1) {
        const leaf = pick(rnd, leaves(b.round.people).filter((l) => l.key === 'value' || l.key === 'seat' || l.key === 'retires'));
        leaf.parent[leaf.key] = leaf.key === 'retires' ? '2027-06-01' : changed(leaf.parent[leaf.key], rnd, ids);
        await judge(b, 'evidence');
      } else if (kind === 2) {
        const leaf = pick(rnd, [...leaves(b.policy.costs), ...leaves(b.policy.relations), { parent: b.policy, key: 'objective' }, { parent: b.policy, key: 'displacement' }, { parent: b.policy.ties.order[0], key: 'direction' }].filter((l) => l.key !== 'own'));
        const swaps: Record<string, string> = { levels: 'total', total: 'levels', minimise: 'forbid', forbid: 'minimise', ascending: 'descending', descending: 'ascending', either: 'both' };
        const value = leaf.parent[leaf.key];
        leaf.parent[leaf.key] = swaps[value as string] ?? changed(value, rnd, ids);
        await judge(b, 'policy');
      } else if (kind === 3) {
        const plan = b.proposal.conditional && rnd() < 0.3 ? b.proposal.conditional : b.proposal.certain;
        const part = pick(rnd, [plan.seats, plan.certificate ?? plan, plan.moves, plan]);
        const leaf = pick(rnd, leaves(part).length > 0 ? leaves(part) : leaves(plan));
        leaf.parent[leaf.key] = changed(leaf.parent[leaf.key], rnd, ids);
        await judge(b, 'proposal');
      } else {
        // the attacker has an honest proposal made for other evidence, all consistent in itself, and puts it beside the true round
        const other = structuredClone(original);
        for (let times = between(rnd, 1, 3); times > 0; times--) {
          const leaf = pick(rnd, leaves(other.round.people).filter((l) => l.key === 'value'));
          leaf.parent[leaf.key] = changed(leaf.parent[leaf.key], rnd, ids);
        }
        try {
          const sealed = seal(other.policy as Policy);
          b.proposal = structuredClone(await propose(parseRound(other.round as Round, sealed).round, sealed));
        } catch {
          continue;
        }
        await judge(b, 'transplants');
      }
    }
  });
  return cover;
}

type Stage = { stage: string; value: number; people: [string, number][]; positions: [string, number][] };

/** Whether a certificate proves a plan, by the words of docs/formats.md section 5.1. */
function proves(m: ReferenceMarket, plan: Seating, stages: readonly Stage[]): boolean {
  const values = valueOf(m, plan);
  let pairs = m.options.flatMap((js, i) => js.map((j) => [i, j] as const));
  const rowMin = [...m.rowMin];
  const colMin = [...m.colMin];
  const colMax = [...m.colMax];
  return m.stages.every(({ id, weight }, s) => {
    const stage = stages[s];
    if (!stage || stage.stage !== id) return false;
    const of = (duals: [string, number][], list: readonly { readonly id: string }[]): number[] => list.map((x) => duals.find(([name]) => name === x.id)?.[1] ?? 0);
    const u = of(stage.people, m.c.people);
    const v = of(stage.positions, m.c.posts);
    if (pairs.some(([i, j]) => u[i]! + v[j]! < weight(i, j))) return false;
    const bound =
      u.reduce((sum, d, i) => sum + Math.max(d, 0) + Math.min(d, 0) * rowMin[i]!, 0) + v.reduce((sum, d, j) => sum + Math.max(d, 0) * colMax[j]! + Math.min(d, 0) * colMin[j]!, 0);
    if (bound !== values[s] || stage.value !== bound) return false;
    pairs = pairs.filter(([i, j]) => u[i]! + v[j]! === weight(i, j));
    u.forEach((d, i) => {
      if (d > 0) rowMin[i] = 1;
    });
    v.forEach((d, j) => {
      if (d > 0) colMin[j] = colMax[j]!;
      if (d < 0) colMax[j] = colMin[j]!;
    });
    pairs = pairs.filter(([, j]) => colMax[j]! > 0); // a post held at nobody takes nobody
    return true;
  });
}

/** Duals shifted along tight pairs, by a little or to the other end: accepted exactly where they are a proof. */
export async function otherProofsAreJudgedRightly(run: Run, each: number) {
  const cover = { tried: 0, valid: 0, invalid: 0 };
  await eachSeed(run, async (seed) => {
    const rnd = random(seed);
    const s = await solved(makeCase(seed, { ...EVERYTHING, closings: false, pins: seed % 2 === 0 }));
    const [first] = plansOf(s);
    if (!first || first.plan.status !== 'optimal') return;
    const m = referenceMarket(s.c, 'certain');
    const plan = seatingOf(s.c, first.plan);
    for (let k = 0; k < each; k++) {
      const b: Loose = structuredClone(bundle(s.proposal, s.round, s.policy));
      const stages: Stage[] = b.proposal.certain.certificate.stages;
      expect(proves(m, plan, stages)).toBe(true);
      const at = between(rnd, 0, stages.length - 1);
      const stage = stages[at]!;
      const { weight } = m.stages[at]!;
      const u = new Map<string, number>(stage.people);
      const v = new Map<string, number>(stage.positions);
      const dual = (of: Map<string, number>, id: string): number => of.get(id) ?? 0;
      // everybody and every post joined to a start by pairs that are tight at this stage
      const people = new Set<number>();
      const posts = new Set([between(rnd, 0, s.c.posts.length - 1)]);
      for (let grown = true; grown; ) {
        grown = false;
        m.options.forEach((js, i) => {
          for (const j of js) {
            if (dual(u, s.c.people[i]!.id) + dual(v, s.c.posts[j]!.id) !== weight(i, j) || people.has(i) === posts.has(j)) continue;
            people.add(i);
            posts.add(j);
            grown = true;
          }
        });
      }
      const rooms = [...posts].flatMap((j) => [...m.options.keys()].flatMap((i) => (m.options[i]!.includes(j) && !people.has(i) ? [dual(u, s.c.people[i]!.id) + dual(v, s.c.posts[j]!.id) - weight(i, j)] : [])));
      const duals = [...posts].map((j) => dual(v, s.c.posts[j]!.id)).filter((p) => p > 0);
      const room = Math.min(...rooms, ...duals);
      const by = pick(rnd, [-1, 1, Number.isFinite(room) ? -room : -2, between(rnd, -20_000, 20_000)]);
      for (const j of posts) v.set(s.c.posts[j]!.id, dual(v, s.c.posts[j]!.id) + by);
      for (const i of people) u.set(s.c.people[i]!.id, dual(u, s.c.people[i]!.id) - by);
      if (by === 0 || [...people].some((i) => dual(u, s.c.people[i]!.id) < 0)) continue;
      const listed = (of: Map<string, number>): [string, number][] => [...of].filter(([, dual]) => dual !== 0).sort(([x], [y]) => (x < y ? -1 : 1));
      stage.people = listed(u);
      stage.positions = listed(v);
      const valid = proves(m, plan, stages);
      const verdict = verify(b).verdicts.find((x) => x.check === 'optimality')!;
      cover.tried++;
      cover[valid ? 'valid' : 'invalid']++;
      expect([verdict.outcome, by]).toEqual([valid ? 'holds' : 'fails', by]);
      if (valid) expect(failing(verify(b).verdicts)).toEqual([]);
    }
  });
  return cover;
}
