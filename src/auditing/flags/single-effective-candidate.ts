import type { Measure } from '../audit-document.js';
import type { Case, Considered } from '../case.js';
import type { Study } from '../study.js';
import { asRole, byText, cannot, chosenOf, rivalsOf, sign, together, type Signs } from './sign.js';

/** Somebody who was considered at least so often and never chosen may be a repeated never-winner. */
export const TIMES = 5;
/** And only where that would happen to an equal among those considered in at most this share of cases. */
export const CHANCE = 0.05;

const FLAG = { alternatives: ['small-pool', 'rare-skill', 'own-wish', 'record-incomplete', 'lawful-exception'], ask: ['ask-who-applied', 'see-minutes', 'ask-person', 'compare-siblings'] };

/**
 * Decisions without a choice: nobody was left beside those chosen (everybody else was ineligible, withdrew, or did not reach the stage before the last), or
 * all who were left are repeated never-winners: considered `TIMES` times or more, in different decisions, never chosen, where an equal among those
 * considered had a chance of at most `CHANCE` never to be chosen: the product of 1 - seats / considered.
 * Unknown eligibility and an unknown stage leave a person in. Fails where few people serve in a unit, and where the table lists only who was chosen:
 * then no decision of the record has anybody else, and the answer is "cannot". O(candidates).
 */
export function singleEffectiveCandidate(study: Study): Signs {
  if (!study.cases.some((c) => c.people.some((p) => !p.chosen))) return cannot('single-effective-candidate', 'one-candidate');
  const last = (study.past.stages?.length ?? 0) - 1;
  const never = neverWinners(study.cases);
  const below = (p: Considered): boolean => p.stage !== null && p.stage < last - 1;
  const alone = new Map<string, number>(); // by decider
  const decided = new Map<string, number>();
  for (const { decider } of study.cases) if (decider !== null) decided.set(decider, (decided.get(decider) ?? 0) + 1);
  for (const c of study.cases) if (c.decider !== null && chosenOf(c).length > 0 && rivalsOf(c).every(below)) alone.set(c.decider, (alone.get(c.decider) ?? 0) + 1);
  return together(study.cases.map((c) => {
    const chosen = chosenOf(c);
    if (chosen.length === 0) return cannot('single-effective-candidate', 'nobody-chosen', c.id);
    const others = c.people.filter((p) => !p.chosen);
    const left = rivalsOf(c).filter((p) => !below(p));
    const dummies = left.filter((p) => never.has(p.person));
    if (left.length > dummies.length) return { findings: [], cannot: [] };
    const measured: Measure[] = [
      { name: 'considered', value: c.people.length, unit: 'people' },
      { name: 'seats', value: chosen.length, unit: 'count' },
      { name: 'left-beside-chosen', value: left.length, unit: 'people' },
      { name: 'not-eligible', value: others.filter((p) => p.eligible === 'no').length, unit: 'people' },
      { name: 'withdrawn', value: others.filter((p) => p.eligible !== 'no' && p.withdrew !== null).length, unit: 'people' },
      { name: 'below-last-stage', value: others.filter((p) => p.eligible !== 'no' && p.withdrew === null && below(p)).length, unit: 'people' },
      { name: 'repeated-never-winners', value: dummies.length, unit: 'people' },
      { name: 'decider-decisions-alone', value: c.decider === null || decided.get(c.decider)! < study.minimum.decider ? null : (alone.get(c.decider) ?? 0), unit: 'decisions' },
    ];
    return { findings: [sign(c, { code: 'single-effective-candidate', rung: 'eligibility', people: asRole('chosen', chosen.map((p) => p.person)), measured, ...FLAG })], cannot: [] };
  }));
}

/** People who were considered often, never chosen, and too often for chance alone. */
function neverWinners(cases: readonly Case[]): ReadonlySet<string> {
  const record = new Map<string, { times: number; won: boolean; chance: number }>();
  for (const c of [...cases].sort((a, b) => byText(a.id, b.id))) {
    const seats = chosenOf(c).length;
    if (seats === 0) continue;
    for (const p of c.people) {
      const seen = record.get(p.person) ?? { times: 0, won: false, chance: 1 };
      record.set(p.person, { times: seen.times + 1, won: seen.won || p.chosen, chance: seen.chance * (1 - seats / c.people.length) });
    }
  }
  return new Set([...record].flatMap(([person, r]) => (!r.won && r.times >= TIMES && r.chance <= CHANCE ? [person] : [])));
}
