/**
 * Honest things that look like what a sign looks for, put into the invented city: without them a false alarm would hardly be possible there, and
 * its measured rate would promise too much. Each kind falls on its share of the decisions, whoever is chosen.
 */
import type { Past } from '../../src/audit.js';
import { random, type Random } from '../../examples/city/random.js';

/** One decision in 25 has each kind. */
export const SHARE = 0.04;

type Rows = { -readonly [K in keyof Past]-?: NonNullable<Past[K]> };
type Decision = Rows['decisions'][number];

interface Honest {
  readonly draw: Random;
  readonly decision: Decision;
  readonly past: Rows;
  readonly considered: Rows['candidates'];
}

const KINDS: readonly ((honest: Honest) => void)[] = [lateCorrection, transferOfDuty, smallPool, rareSkill, ownWeights, otherJudgement, letterOfKin, roundedTotals];

/** A copy of the record with look-alikes. */
export function withLookAlikes(given: Past, seed: number): Past {
  const past = structuredClone(given) as Rows;
  for (const [d, decision] of past.decisions.entries()) {
    const considered = past.candidates.filter((c) => c.decision === decision.id);
    KINDS.forEach((kind, k) => {
      const draw = random(seed * 6007 + d * 31 + k);
      if (draw.chance(SHARE)) kind({ draw, decision, past, considered });
    });
  }
  return past;
}

/** A typing error of up to some points in one mark, seen and mended in the last ten days. */
function lateCorrection({ draw, decision, past, considered }: Honest): void {
  const { person } = draw.pick(considered);
  const marks = past.scores.filter((s) => s.decision === decision.id && s.person === person);
  const mark = draw.pick(marks.length > 0 ? marks : past.scores);
  if (mark.decision !== decision.id || marks.filter((s) => s.criterion === mark.criterion && s.by === mark.by).length > 1) return;
  past.scores.push({ ...mark, value: Math.round(Math.min(100, Math.max(0, mark.value + 6 * draw.normal())) * 100) / 100, order: 0 });
  mark.on = daysBefore(decision.on, draw.int(1, 10));
}

/** Somebody considered is moved elsewhere for reasons of duty, and withdraws. */
function transferOfDuty({ draw, decision, past, considered }: Honest): void {
  const others = considered.filter((c) => !c.chosen && c.withdrew === undefined);
  if (others.length < 2) return;
  const rival = draw.pick(others);
  const at = daysBefore(decision.on, draw.int(20, 120));
  const before = past.roster.findLast((row) => row.person === rival.person && row.from < at && (row.to === undefined || row.to > at));
  if (!before) return;
  const position = `DUTY-${decision.id}`;
  past.positions.push({ id: position, level: 'staff' });
  past.roster.push({ person: rival.person, position, from: at, ...(before.to !== undefined && { to: before.to }), document: `ORDER-${decision.id}` });
  before.to = daysBefore(at, 1);
  rival.withdrew = daysBefore(decision.on, 15);
}

/** Nobody else met the conditions of the call. */
function smallPool({ considered }: Honest): void {
  for (const other of considered) if (!other.chosen) Object.assign(other, { eligible: false, reached: 'applied' });
}

/** The post needs, besides what its family asks for, something that few have. */
function rareSkill({ draw, decision, past, considered }: Honest): void {
  const chosen = considered.find((c) => c.chosen)!;
  const rare = past.evidence.filter((e) => e.person === chosen.person && typeof e.value === 'string' && /-[45]$/.test(e.value));
  if (rare.length === 0) return;
  const { attribute, value } = draw.pick(rare);
  if (past.requirements.some((r) => r.position === decision.position && r.attribute === attribute)) return;
  past.requirements.push({ position: decision.position, attribute, is: '=', value, from: daysBefore(decision.on, 700) });
}

/** Weights of its own, made long before anybody applied, under which the same person comes first. */
function ownWeights({ draw, decision, past, considered }: Honest): void {
  if (past.weights.some((w) => w.decision === decision.id)) return;
  const first = [...considered].sort((a, b) => b.score! - a.score!)[0]!;
  const names = past.weights.filter((w) => w.decision === undefined).map((w) => w.criterion);
  const a = draw.int(2, 5);
  const weights = new Map([[names[0]!, a * 1000], [names[1]!, 3000], [names[2]!, 7000 - a * 1000]]);
  const totals = new Map(considered.map((c) => [c.person, totalOf(past, decision.id, c.person, weights)]));
  if (considered.some((c) => totals.get(c.person)! > totals.get(first.person)!)) return;
  for (const [criterion, weight] of weights) past.weights.push({ decision: decision.id, criterion, weight: weight / 10_000, on: daysBefore(decision.on, 120) });
  for (const c of considered) c.score = totals.get(c.person)!;
}

/** One rater honestly thinks eight points more of the chosen than the others do. */
function otherJudgement({ draw, decision, past, considered }: Honest): void {
  if (past.weights.some((w) => w.decision === decision.id)) return;
  const chosen = considered.find((c) => c.chosen)!;
  const marks = past.scores.filter((s) => s.decision === decision.id && s.person === chosen.person);
  if (marks.length === 0) return;
  const rater = draw.pick([...new Set(marks.map((s) => s.by))]);
  for (const mark of marks) if (mark.by === rater) mark.value = Math.min(100, Math.round((mark.value + 8) * 100) / 100);
  chosen.score = totalOf(past, decision.id, chosen.person, new Map(past.weights.filter((w) => w.decision === undefined).map((w) => [w.criterion, Math.round(w.weight * 10_000)])));
}

/** Whoever heads an office signs the letters of its people, also of his kin. */
function letterOfKin({ draw, decision, past, considered }: Honest): void {
  const kin = past.relations.filter((r) => r.a === decision.decider && considered.some((c) => c.person === r.b));
  const asked = past.requirements.filter((r) => r.position === decision.position);
  if (kin.length === 0 || asked.length === 0) return;
  const { attribute } = draw.pick(asked);
  const person = draw.pick(kin).b;
  const own = past.evidence.find((e) => e.person === person && e.attribute === attribute);
  if (own) past.evidence.push({ ...own, date: daysBefore(decision.on, 70), source: 'letter', by: decision.decider! });
}

/** Somebody wrote the totals with one decimal. */
function roundedTotals({ considered }: Honest): void {
  for (const c of considered) if (c.score !== undefined) c.score = Math.round(c.score * 10) / 10;
}

/** The weighted sum of the means over raters of what each wrote last, as the city reckons it. */
function totalOf(past: Rows, decision: string, person: string, weights: ReadonlyMap<string, number>): number {
  const last = new Map<string, Rows['scores'][number]>();
  for (const s of past.scores) {
    if (s.decision !== decision || s.person !== person) continue;
    const key = `${s.criterion}/${s.by}`;
    const before = last.get(key);
    if (!before || before.on < s.on || (before.on === s.on && (before.order ?? 0) < (s.order ?? 0))) last.set(key, s);
  }
  let sum = 0;
  for (const [criterion, weight] of weights) {
    const marks = [...last.values()].filter((s) => s.criterion === criterion).map((s) => s.value);
    sum += (marks.reduce((a, b) => a + b, 0) / marks.length) * weight;
  }
  return Math.round(sum) / 10_000;
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
