/*
 * Awards of an invented agency by a policy of its own: a category is a filter and weights, and people without staff status have theirs. For the year
 * the first three of each category with what every criterion gave them, equals marked; for each month the best of the last three, where whoever
 * has just won waits, so that it is not always the same. A person decides who is honoured. `npx tsx examples/awards.ts` prints
 *
 *     The year
 *     Head of the year: 2 eligible of 3
 *       1. Rani     86.10  results 52.15, service 26.75, innovation 7.20; proposed
 *       2. Adi      60.68  results 36.40, service 18.77, innovation 5.50
 *          rests on: Agreed results 86.92; Ratings by those served 89.17; Jury of innovation 72
 *          not judged until a paper comes: Galih (Letter: no discipline in the year)
 *     Official of the year: 13 eligible of 14
 *       1. Sari     80.48  results 48.75, service 31.73; proposed
 *       2. Hana     76.55  results 46.05, service 30.50
 *       3. Vina     76.48  results 46.75, service 29.73
 *          rests on: Agreed results 81.25; Ratings by those served 79.33
 *          not judged until a paper comes: Bagas (Letter: no discipline in the year)
 *     Contract worker of the year: 6 eligible of 7
 *       1. Maya     86.62  results 34.77, service 51.85; equal within 1.50; proposed
 *       2. Yani     86.42  results 34.57, service 51.85; equal within 1.50
 *       3. Umi      73.75  results 29.70, service 44.05
 *          rests on: Agreed results 86.92; Ratings by those served 86.42
 *     Innovator of the year: 21 eligible of 24
 *       1. Putra    76.93  results 13.33, service 6.89, innovation 56.70; equal within 1.50; proposed
 *       2. Rani     76.70  results 17.38, service 8.92, innovation 50.40; equal within 1.50
 *       3. Sari     73.88  results 16.25, service 7.93, innovation 49.70
 *          rests on: Agreed results 66.67; Ratings by those served 68.92; Jury of innovation 81
 *          not judged until a paper comes: Bagas (Letter: no discipline in the year), Galih (Letter: no discipline in the year)
 *
 *     Best of the month: the last 3 months count, a winner waits 6 months; beside it, who would win without waiting
 *       2026-03  Maya     contract  Maya
 *       2026-04  Rani     head      Rani
 *       2026-05  Yani     contract  Maya
 *       2026-06  Sari     official  Rani
 *       2026-07  Hana     official  Yani
 *       2026-08  Vina     official  Yani
 *       2026-09  Maya     contract  Yani
 *       2026-10  Rani     head      Rani
 *       2026-11  Yani     contract  Rani
 *       2026-12  Sari     official  Rani
 *     6 winners in 10 months; without waiting 3
 *     all bundles hold
 *
 * Ties go to whoever has been there longest, then to the committed lottery. The best in every criterion may win nothing while a paper is missing:
 * unknown is not a fault, and not a pass.
 */
import { readFileSync } from 'node:fs';
import { bundle, explain, parseRound, propose, seal, type Policy, type Proposal, type Round, type SealedPolicy } from 'meritra';
import { verify } from 'meritra/verify';
import { random } from './city/random.js';

const SEED = 2026;
const COOL_DOWN = 6; // months without the same award
const WINDOW = 3; // months that count for the best of the month
const NAMES = 'Adi Ayu Bagas Citra Damar Dewi Eka Fajar Galih Hana Indra Kartika Laila Maya Nadia Putra Rani Sari Taufik Umi Vina Wahyu Yani Zaki'.split(' ');
const pack = JSON.parse(readFileSync(new URL('./awards/policy.json', import.meta.url), 'utf8')) as Policy;

/** A category is a filter and weights; everything else is the same policy. */
const CATEGORIES = [
  { id: 'LEADER', title: 'Head of the year', standings: ['head'], weights: { outcome: 60, service: 30, innovation: 10 } },
  { id: 'OFFICIAL', title: 'Official of the year', standings: ['official'], weights: { outcome: 60, service: 40, innovation: 0 } },
  { id: 'CONTRACT', title: 'Contract worker of the year', standings: ['contract'], weights: { outcome: 40, service: 60, innovation: 0 } },
  { id: 'INNOVATOR', title: 'Innovator of the year', standings: ['head', 'official', 'contract'], weights: { outcome: 20, service: 10, innovation: 70 } },
] as const;

// Invented people: what they are able to, and what twelve months showed of it
const luck = random(SEED);
const people = NAMES.map((name, k) => {
  const standing = k % 8 === 0 ? 'head' : k % 3 === 1 ? 'contract' : 'official';
  const ability = 70 + 8 * luck.normal();
  const points = (mean: number, noise: number): number => Math.max(0, Math.min(100, Math.round(mean + noise * luck.normal())));
  const months = Array.from({ length: 12 }, () => ({ outcome: points(ability, 5), service: points(ability, 6) }));
  return { id: `P${String(k + 1).padStart(2, '0')}`, name, standing, months, innovation: points(50, 20), joined: `${luck.int(2005, 2024)}-${String(luck.int(1, 12)).padStart(2, '0')}-01`, letter: k !== 2 && k !== 8, clean: k !== 10 };
});
type Person = (typeof people)[number];

const mean = (list: readonly number[]): number => Math.round((100 * list.reduce((sum, x) => sum + x, 0)) / list.length) / 100;

/** A round with one award: the mean of the months from..to counts, 1 to 12; `wins` tells who has had it of late. */
function roundOf(id: string, award: { readonly title: string; readonly standings: readonly string[] }, from: number, to: number, wins: (person: Person) => number): object {
  const asOf = to === 12 ? '2026-12-31' : `2026-${String(to + 1).padStart(2, '0')}-01`;
  const evidence = (p: Person): object[] => {
    const months = p.months.slice(from - 1, to);
    return [
      { attribute: 'standing', value: p.standing, source: 'REGISTER' },
      { attribute: 'joined', value: p.joined, source: 'REGISTER' },
      ...(p.letter ? [{ attribute: 'clean', value: p.clean, source: 'REGISTER' }] : []),
      { attribute: 'recentWins', value: wins(p), source: 'AWARDS' },
      { attribute: 'outcome', value: mean(months.map((m) => m.outcome)), source: 'RESULTS' },
      { attribute: 'service', value: mean(months.map((m) => m.service)), source: 'RATINGS' },
      { attribute: 'innovation', value: p.innovation, source: 'JURY' },
    ];
  };
  return {
    format: 'meritra/round/0', id, asOf, scope: { positions: 'all', people: 'all' },
    sources: [['AWARDS', 'Awards given so far'], ['JURY', 'Jury of innovation'], ['RATINGS', 'Ratings by those served'], ['REGISTER', 'Register of the agency'], ['RESULTS', 'Agreed results']].map(([s, title]) => ({ id: s, title, date: asOf })),
    units: [{ id: 'AGENCY', name: 'The agency' }],
    positions: [{ id: 'AWARD', title: award.title, unit: 'AGENCY', level: 'AWARD', attributes: { standings: award.standings } }],
    people: people.map((p) => ({ id: p.id, name: p.name, evidence: evidence(p) })),
    reveals: [{ party: 'staff-council', nonce: '5eed5eed5eed5eed5eed5eed5eed5eed' }],
  };
}

const nameOf = (id: string): string => people.find((p) => p.id === id)?.name ?? id;
const points = (units: number): string => (units / 10_000).toFixed(2);
const winnerOf = (proposal: Proposal): string | undefined => proposal.certain.seats[0]?.[0];

/** The first three with what each criterion gave them; equals within the resolution are marked. */
function shortlist(round: Round, proposal: Proposal, policy: SealedPolicy): void {
  const { eligible, shortlist: best } = explain(proposal, round, policy);
  const ranked = eligible('AWARD').slice(0, 3);
  const equal = new Set<string>(best('AWARD').filter((c) => c.nearTie).map((c) => c.person));
  for (const [k, { person, fit }] of ranked.entries()) {
    const parts = fit.parts.filter((p) => p.high > 0).map((p) => `${policy.policy.criteria.find((c) => c.id === p.criterion)!.label.en.toLowerCase()} ${points(p.low)}`).join(', ');
    console.log(`  ${k + 1}. ${nameOf(person).padEnd(8)} ${points(fit.low)}  ${parts}${equal.has(person) ? '; equal within 1.50' : ''}${person === winnerOf(proposal) ? (proposal.certain.tied.includes(person) ? '; proposed by seniority' : '; proposed') : ''}`);
  }
  const winner = round.people.find((p) => p.id === winnerOf(proposal));
  const shown = ['outcome', 'service', 'innovation'].filter((name) => (policy.policy.weights[name] ?? 0) > 0).flatMap((name) => winner?.evidence.filter((e) => e.attribute === name) ?? []);
  console.log(`     rests on: ${shown.map((e) => `${round.sources.find((x) => x.id === e.source)!.title} ${String(e.value)}`).join('; ')}`);
  const waiting = proposal.worklist.filter((w) => w.pairs > 0).map((w) => `${nameOf(w.id)} (${policy.policy.attributes[w.attribute]?.label.en})`);
  if (waiting.length > 0) console.log(`     not judged until a paper comes: ${waiting.join(', ')}`);
}

console.log('The year');
let holds = true;
const check = (proposal: Proposal, round: Round, policy: SealedPolicy): void => {
  holds &&= verify(bundle(proposal, round, policy)).verdicts.every((v) => v.outcome === 'holds' || ['completeness', 'anchored', 'decision'].includes(v.check));
};
for (const category of CATEGORIES) {
  const policy = seal({ ...pack, id: `awards-${category.id.toLowerCase()}`, weights: category.weights });
  const { round } = parseRound(roundOf(`awards-2026-${category.id}`, category, 1, 12, () => 0), policy);
  const proposal = await propose(round, policy);
  check(proposal, round, policy);
  const { total } = explain(proposal, round, policy).nearest('AWARD');
  console.log(`${category.title}: ${people.length - total} eligible of ${people.filter((p) => (category.standings as readonly string[]).includes(p.standing)).length}`);
  shortlist(round, proposal, policy);
}

console.log(`\nBest of the month: the last ${WINDOW} months count, a winner waits ${COOL_DOWN} months; beside it, who would win without waiting`);
const policy = seal(pack);
const won: { readonly month: number; readonly person: string }[] = [];
const always = new Set<string>();
for (let month = WINDOW; month <= 12; month++) {
  const award = { title: `Best of month ${month}`, standings: ['head', 'official', 'contract'] };
  const run = async (wins: (p: Person) => number, id: string): Promise<string | undefined> => {
    const { round } = parseRound(roundOf(id, award, month - WINDOW + 1, month, wins), policy);
    const proposal = await propose(round, policy);
    check(proposal, round, policy);
    return winnerOf(proposal);
  };
  const winner = await run((p) => won.filter((w) => w.person === p.id && w.month > month - COOL_DOWN).length, `month-${month}`);
  const without = await run(() => 0, `month-${month}-without`);
  if (winner) won.push({ month, person: winner });
  if (without) always.add(without);
  console.log(`  2026-${String(month).padStart(2, '0')}  ${nameOf(winner ?? '').padEnd(8)} ${(people.find((p) => p.id === winner)?.standing ?? '').padEnd(9)} ${nameOf(without ?? '')}`);
}
console.log(`${new Set(won.map((w) => w.person)).size} winners in ${won.length} months; without waiting ${always.size}`);
console.log(`all bundles ${holds ? 'hold' : 'FAIL'}`);
