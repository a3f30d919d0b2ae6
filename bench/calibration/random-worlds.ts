/** Small worlds in which nobody's tie counts: whoever is connected is drawn by lot, so that every p-value of a tie comes from its null hypothesis. */
import type { Past } from '../../src/audit.js';
import type { Random } from '../../examples/city/random.js';

const STAGES = ['applied', 'chosen'];
/** The chance of being chosen halves every two points behind the first. */
const SHARPNESS = 0.5;

/** Vacancies of one seat among three to eight people with scores; about a third are connected, whatever their score. */
export function vacancies(draw: Random, count: number): Past {
  const candidates: NonNullable<Past['candidates']> = [];
  const decisions = Array.from({ length: count }, (_, d) => ({ id: `V-${d}`, position: `POST-${d}`, on: '2024-05-02', decider: `D-${draw.int(1, 3)}` }));
  for (const { id } of decisions) {
    const scores = Array.from({ length: draw.int(3, 8) }, () => Math.round(600 + 50 * draw.normal()) / 10);
    const top = Math.max(...scores);
    const winner = draw.weighted(scores.map((score, i) => [i, 2 ** (SHARPNESS * (score - top))] as const));
    scores.forEach((score, i) => candidates.push({ decision: id, person: `${id}-${i}`, chosen: i === winner, reached: STAGES[i === winner ? 1 : 0]!, eligible: true, score, ties: { connected: draw.chance(0.35) } }));
  }
  return { format: 'meritra/past/0', stages: STAGES, decisions, candidates };
}

/** The same vacancies with the recorded scores of the connected so many points too high, and the winner of each drawn anew by the recorded scores alone. */
export function lifted(draw: Random, past: Past, points: number): Past {
  const scored = past.candidates!.map((c) => ({ ...c, score: c.score! + (c.ties!['connected'] ? points : 0) }));
  const winners = new Set(past.decisions!.map(({ id }) => {
    const people = scored.filter((c) => c.decision === id);
    const top = Math.max(...people.map((c) => c.score));
    return draw.weighted(people.map((c) => [c.person, 2 ** (SHARPNESS * (c.score - top))] as const));
  }));
  return { ...past, candidates: scored.map((c) => ({ ...c, score: Math.round(c.score * 10) / 10, chosen: winners.has(c.person), reached: STAGES[winners.has(c.person) ? 1 : 0]! })) };
}

/** One list of people with a department and a rating, of whom about one in five is chosen, sooner with a better rating; a third are connected, whatever their rating. */
export function list(draw: Random, count: number): Past {
  const candidates = Array.from({ length: count }, (_, i) => {
    const rating = draw.int(1, 5);
    return { decision: 'L-1', person: `N-${i}`, chosen: draw.chance(0.04 * rating + 0.08), ties: { connected: draw.chance(0.35) }, strata: { department: `dept-${draw.int(1, 3)}`, rating } };
  });
  return { format: 'meritra/past/0', decisions: [{ id: 'L-1', position: 'POST', on: '2024-05-02' }], candidates };
}
