import { detectable, exactMantelHaenszel, mantelHaenszel, permutationTest, winnerTest, type DecidedVacancy, type Table2x2 } from '../stats/index.js';
import { approximatelyDetectable, reachOf } from '../stats/approximate-power.js';
import { tails } from '../stats/distribution.js';
import { hypergeometric } from '../stats/hypergeometric.js';
import type { Claim, Effect, LadderRung, Measure, TestResult, TieLadder } from './audit-document.js';
import type { Because, Case, Considered } from './case.js';
import { checkAbort, type RawTest, type Tests } from './family.js';
import { meritLogit, type MeritLogit } from './merit-logit.js';
import { Everybody, SCORE_TENTH } from './strata.js';
import type { Declared, Part, RawFinding, Study, TieKind } from './study.js';

type RungName = LadderRung['name'];

/** A decision that chose at most so many is a vacancy: its winners are counted one by one. */
export const FEW_WINNERS = 20;

/** Names that say where somebody was considered, and nothing about his merit. */
const PLACES = ['decision', 'unit', 'level', 'year'];

const STRATA = 'Mantel-Haenszel, exact where few';
const LOGIT = 'conditional logit';
const WINNERS = 'convolved hypergeometric';

/** What a rung conditions on, and by what it is tested; null: nothing was given for it. From what was given alone. */
interface Plan {
  readonly rungs: Readonly<Record<RungName, { readonly by: readonly string[]; readonly method: string } | null>>;
  readonly vacancies: boolean;
}

function planOf(study: Study): Plan {
  const { unit, merit, all } = study.ladder;
  let [eligibility, scores, vacancies, scoredVacancies] = [false, false, false, false];
  for (const c of study.cases) {
    const few = isVacancy(c);
    vacancies ||= few;
    for (const p of c.people) {
      eligibility ||= p.eligible !== 'unknown';
      scores ||= p.score !== null;
      scoredVacancies ||= few && p.score !== null;
    }
  }
  const strata = (names: readonly string[]): { by: readonly string[]; method: string } => ({ by: [...new Set(names)], method: STRATA });
  const recorded = merit.some((name) => !PLACES.includes(name));
  const within = eligibility ? [...unit, ...merit, 'eligible'] : [...unit, ...merit];
  return {
    rungs: {
      crude: strata([]),
      unit: strata(unit),
      merit: recorded ? strata(within)
        : scoredVacancies ? { by: ['decision', 'score'], method: LOGIT }
        : scores ? strata([...within, 'decision', SCORE_TENTH])
        : eligibility ? strata(vacancies ? [...within, 'decision'] : within)
        : null,
      all: all.length > 0 ? strata([...within, ...all]) : null,
    },
    vacancies,
  };
}

/** A decision with a winner or a few of them, and somebody who was not chosen. */
export function isVacancy(c: Case): boolean {
  return c.seats >= 1 && c.seats <= FEW_WINNERS && c.seats < c.people.length;
}

/** Who could have been chosen when it was decided: not known to be ineligible, and not withdrawn by then. */
export function poolOf(c: Case): Considered[] {
  return c.people.filter((p) => p.eligible !== 'no' && (p.chosen || p.withdrew === null || p.withdrew > c.day));
}

/** The tests of the family that `laddersOf` makes: the rungs `merit` and `all` and the winner test of each tie, as far as anything was given for them. */
export function declaredLadders(study: Study): Declared {
  const { rungs, vacancies } = planOf(study);
  return study.ties.flatMap((tie): Declared => [
    ...(['merit', 'all'] as const).flatMap((name): Declared => {
      const rung = rungs[name];
      return rung ? [{ id: `ladder:${tie.id}:${name}`, question: `Were people with the tie ${tie.id} chosen at other rates, given ${rung.by.join(', ')}?`, method: rung.method, alternative: 'two-sided' }] : [];
    }),
    ...(vacancies ? [{ id: `winners:${tie.id}`, question: `Did people with the tie ${tie.id} win more often than by a draw among the eligible of each decision?`, method: WINNERS, alternative: 'greater' as const }] : []),
  ]);
}

/**
 * For each tie the ladder from the crude comparison up: crude, by unit, by recorded merit, by everything; never one number. On each rung the same people: all who were considered and
 * whose tie is known (the others are counted in `leftOut`), cut into strata by `study.ladder`; where eligibility is on record it is a stratum of merit. A rung is tested by the
 * Mantel-Haenszel chi-square (both ways in `chiSquare`; the one without correction counts) where the Mantel-Fleiss criterion of 5 holds, else exactly. Where no merit is named for strata and
 * decisions of few winners have scores, the merit rung is a conditional logit within decisions, with the score beside the tie (`meritLogit`); where only decisions of many winners have, its strata are the tenths
 * of the scores in each decision.
 *
 * Decisions with at most 20 winners are vacancies: their winners are also held against a draw among those who could have been chosen (not known to be ineligible, not withdrawn), and the labels are
 * permuted within each. A vacancy whose winner is known to be ineligible is left out of these and told. `draws` are fewer where 10^7 labels would be passed.
 *
 * `detectable` speaks of the winner test, or, without vacancies, of the highest rung (normal approximation at its margins), before anybody looks at who was chosen:
 * the least attainable p and the least odds ratio found with a power of 0.8. `claim`: see `claimOf`; it is made anew once the family is corrected.
 * O(people) a rung and tie.
 * @see N. Mantel, J. L. Fleiss, American J. Epidemiology 112(1):129-134, 1980, doi:10.1093/oxfordjournals.aje.a112961 (when the asymptotic test will do)
 */
export function laddersOf(study: Study, tests: Tests): Part<TieLadder[]> {
  const plan = planOf(study);
  const everybody = new Everybody(study.cases);
  const cannot: Part<null>['cannot'][number][] = [];
  const vacancies = study.cases.filter(isVacancy);
  const sound = vacancies.filter((c) => c.people.every((p) => !(p.chosen && p.eligible === 'no')));
  if (study.ties.length > 0) for (const c of vacancies) if (!sound.includes(c)) cannot.push({ decision: c.id, part: 'ladder', because: 'winner-not-eligible' });
  const section = study.ties.map((tie): TieLadder => {
    checkAbort(study.signal);
    const ladder = ladderOf(study, tie, plan, everybody, sound, tests);
    const because = ladder.rungs[0]!.because;
    if (because) cannot.push({ decision: null, part: `ladder:${tie.id}`, because });
    return { ...ladder, claim: claimOf(ladder, study.level) };
  });
  const findings = section.flatMap((ladder) => (ladder.claim === 'not-explained-by-recorded-merit' ? [findingOf(ladder)] : []));
  return { section, findings, cannot };
}

function ladderOf(study: Study, tie: TieKind, plan: Plan, everybody: Everybody, vacancies: readonly Case[], tests: Tests): Omit<TieLadder, 'claim'> {
  const connected = everybody.connected(tie.id);
  const pools = vacancies.map((c) => ({ id: c.id, people: poolOf(c).filter((p) => p.ties.has(tie.id)) }));
  const counts = pools.map(({ people }) => countsOf(people, tie.id));
  const logit = meritLogit(pools.map((p) => p.people), tie.id, 1 - study.level);
  const margins = marginsOf(everybody.tables(connected, []));
  const rungs = (['crude', 'unit', 'merit', 'all'] as const).map((name): LadderRung => {
    const planned = plan.rungs[name];
    const declared = planned !== null && (name === 'merit' || name === 'all');
    const give = (raw: RawTest): TestResult => (declared ? tests.give(`ladder:${tie.id}:${name}`, raw) : { id: `ladder:${tie.id}:${name}`, ...raw, adjusted: null, rejected: null });
    if (!planned) {
      const because = name === 'merit' ? 'no-scores' : 'no-data';
      return { name, by: [], strata: 0, informative: 0, ...margins, oddsRatio: null, interval: null, homogeneity: null, test: give({ method: STRATA, alternative: 'two-sided', minimumP: null, p: null, notTestable: because }), because };
    }
    if (planned.method === LOGIT) return logitRung(planned.by, logit, pools.map((p) => p.people), tie.id, give);
    return strataRung(name, planned.by, everybody.tables(connected, planned.by), study.level, margins, give);
  });
  const winners = plan.vacancies ? winnersOf(tie.id, counts, study.level, tests) : null;
  return {
    tie: tie.id, rungs, leftOut: connected.reduce((sum, code) => sum + (code === 2 ? 1 : 0), 0), winners,
    logit: logit && { status: logit.status, oddsRatio: logit.oddsRatio, interval: logit.interval, p: logit.p, because: logit.because },
    permutation: plan.vacancies ? permuted(study, tie.id, pools) : null,
    detectable: plan.vacancies ? detectableWinners(counts, study.level) : approximatelyDetectable(everybody.tables(connected, highestStrata(plan)), { alpha: study.level, sides: 2 }),
  };
}

type MarginCounts = Pick<LadderRung, 'connected' | 'others'>;

function marginsOf(tables: readonly Table2x2[]): MarginCounts {
  const sum = (of: (t: Table2x2) => number): number => tables.reduce((total, t) => total + of(t), 0);
  return {
    connected: { of: sum(([[a, b]]) => a + b), chosen: sum(([[a]]) => a) },
    others: { of: sum(([, [c, d]]) => c + d), chosen: sum(([, [c]]) => c) },
  };
}

/** Why these people show nothing, whatever the strata; null if they may. */
function whyNot({ connected, others }: MarginCounts): Because | null {
  if (connected.of + others.of === 0) return 'ties-unknown';
  if (connected.of === 0) return 'nobody-connected';
  if (others.of === 0) return 'everybody-connected';
  const chosen = connected.chosen + others.chosen;
  return chosen === 0 ? 'nobody-chosen' : chosen === connected.of + others.of ? 'empty-margin' : null;
}

/**
 * Whether Breslow-Day's chi-square may be used: four in five of the informative groups expect five people or more in each cell, the usual rule of
 * Cochran (1954, doi:10.2307/3001616). Among many small groups one rare cell can make all of the statistic; then `opposed` alone speaks of differences.
 */
function dense(tables: readonly Table2x2[]): boolean {
  let [informative, large] = [0, 0];
  for (const [[a, b], [c, d]] of tables) {
    const [n, first, second, chosen, left] = [a + b + c + d, a + b, c + d, a + c, b + d];
    if (first === 0 || second === 0 || chosen === 0 || left === 0) continue;
    informative++;
    if (Math.min(first, second) * Math.min(chosen, left) >= 5 * n) large++;
  }
  return 5 * large >= 4 * informative;
}

function strataRung(name: RungName, by: readonly string[], tables: readonly Table2x2[], level: number, margins: MarginCounts, give: (raw: RawTest) => TestResult): LadderRung {
  const shape = { name, by, strata: tables.length, ...margins };
  const none = (because: Because): LadderRung => ({ ...shape, informative: 0, oddsRatio: null, interval: null, homogeneity: null, test: give({ method: STRATA, alternative: 'two-sided', minimumP: null, p: null, notTestable: because }), because });
  const because = whyNot(margins);
  if (because) return none(because);
  const found = mantelHaenszel(tables, { level: 1 - level });
  if (found.status === 'not-testable') return none(found.because);
  const { informative, plain, corrected } = found;
  const opposed = isOpposed(tables, informative, level);
  const spread = 'breslowDay' in found.homogeneity && dense(tables) ? found.homogeneity.breslowDay : null;
  const homogeneity = spread && { statistic: spread.statistic, df: spread.df ?? informative - 1, p: spread.p };
  const chiSquare = { plain: { statistic: plain.statistic, p: plain.p }, corrected: { statistic: corrected.statistic, p: corrected.p } };
  const { low, high } = reachOf(tables);
  if (Math.min(found.expected - low, high - found.expected) < 5) {
    const exact = exactMantelHaenszel(tables, { level: 1 - level });
    if (exact.status === 'tested') {
      const test = give({ method: STRATA, alternative: 'two-sided', minimumP: exact.minimumP.two, p: exact.p.two, notTestable: null });
      return { ...shape, informative, oddsRatio: exact.conditional, interval: exact.interval, homogeneity, opposed, chiSquare, test, because: null };
    }
  }
  const test = give({ method: STRATA, alternative: 'two-sided', minimumP: null, p: plain.p, notTestable: null });
  return { ...shape, informative, oddsRatio: found.oddsRatio, interval: found.interval, homogeneity, opposed, chiSquare, test, because: null };
}

/**
 * Whether the strata point in opposite directions: in one of them the connected were chosen more often, in another less often, each by Fisher's one-sided test at level / strata. It is exact in strata of
 * any size, where Breslow-Day is not to be trusted with expected counts below 5; many strata with a small difference each escape it.
 */
function isOpposed(tables: readonly Table2x2[], informative: number, level: number): boolean {
  let [more, less] = [false, false];
  for (const [[a, b], [c, d]] of tables) {
    const margins = { group: a + b, chosen: a + c, people: a + b + c + d };
    if (margins.group * margins.chosen * (c + d) * (b + d) === 0) continue;
    const p = tails(hypergeometric(margins), a);
    more ||= p.greater * informative <= level;
    less ||= p.less * informative <= level;
  }
  return more && less;
}

function logitRung(by: readonly string[], logit: MeritLogit | null, pools: readonly (readonly Considered[])[], tie: string, give: (raw: RawTest) => TestResult): LadderRung {
  const scored = pools.flat().filter((p) => p.score !== null);
  const margins = marginsOf([tableOf(scored, tie)]);
  const because: Because | null = whyNot(margins) ?? (logit ? logit.because : 'no-scores');
  const test = give({ method: LOGIT, alternative: 'two-sided', minimumP: because ? null : (logit?.minimumP ?? null), p: because ? null : (logit?.p ?? null), notTestable: because });
  return { name: 'merit', by, strata: logit?.strata ?? 0, informative: logit?.informative ?? 0, ...margins, oddsRatio: logit?.oddsRatio ?? null, interval: logit?.interval ?? null, homogeneity: null, test, because };
}

function tableOf(people: readonly Considered[], tie: string): Table2x2 {
  const count = (connected: boolean, chosen: boolean): number => people.filter((p) => p.ties.get(tie) === connected && p.chosen === chosen).length;
  return [[count(true, true), count(true, false)], [count(false, true), count(false, false)]];
}

function countsOf(people: readonly Considered[], tie: string): DecidedVacancy {
  const [[a, b], [c, d]] = tableOf(people, tie);
  return { eligible: a + b + c + d, connected: a + b, winners: a + c, connectedWinners: a };
}

function winnersOf(tie: string, counts: readonly DecidedVacancy[], level: number, tests: Tests): TieLadder['winners'] {
  const found = winnerTest(counts, { level: 1 - level });
  const give = (raw: Pick<RawTest, 'minimumP' | 'p' | 'notTestable'>): TestResult => tests.give(`winners:${tie}`, { method: WINNERS, alternative: 'greater', ...raw });
  if (found.status === 'not-testable') {
    const [eligible, connected] = [counts.reduce((n, v) => n + v.eligible, 0), counts.reduce((n, v) => n + v.connected, 0)];
    give({ minimumP: null, p: null, notTestable: eligible === 0 ? 'no-data' : connected === 0 ? 'nobody-connected' : connected === eligible ? 'everybody-connected' : found.because });
    return null;
  }
  const { vacancies, informative, observed, expected, midP, p, minimumP, oddsRatio, interval } = found;
  return { vacancies, informative, observed, expected, midP: midP.greater, p, oddsRatio, interval, test: give({ minimumP: minimumP.greater, p: p.greater, notTestable: null }) };
}

/** The strata of the highest rung that is tested by strata. */
function highestStrata({ rungs: { all, merit, unit } }: Plan): readonly string[] {
  return [all, merit, unit].find((rung) => rung?.method === STRATA)?.by ?? [];
}

const MOST_LABELS = 1e7;

function permuted(study: Study, tie: string, pools: readonly { readonly id: string; readonly people: readonly Considered[] }[]): TieLadder['permutation'] {
  const people = pools.reduce((sum, p) => sum + p.people.length, 0);
  const draws = Math.max(1, Math.min(study.draws, Math.floor(MOST_LABELS / Math.max(1, people))));
  const strata = pools.map(({ id, people: of }) => ({ key: `${tie}/${id}`, labels: of.map((p) => (p.ties.get(tie) === true ? 1 : 0)), values: of.map((p) => (p.chosen ? 1 : 0)) }));
  const found = permutationTest({ strata, draws, seed: study.seed, alternative: 'greater', level: 1 - study.level });
  if (found.status === 'not-testable') return null;
  const { observed, extreme, p, interval, exact, seed, histogram } = found;
  return { observed, b: extreme, m: found.draws, p, interval, exact, seed, histogram };
}

/** With more winners the normal approximation answers: the exact search would take seconds. */
const EXACT_WINNERS = 500;

function detectableWinners(counts: readonly DecidedVacancy[], alpha: number): TieLadder['detectable'] {
  if (counts.reduce((sum, v) => sum + Math.min(v.connected, v.winners), 0) > EXACT_WINNERS) {
    return approximatelyDetectable(counts.map((v): Table2x2 => [[v.connectedWinners, v.connected - v.connectedWinners], [v.winners - v.connectedWinners, v.eligible - v.connected - v.winners + v.connectedWinners]]), { alpha, sides: 1 });
  }
  const found = detectable(counts, { alpha });
  return found.status === 'computed' ? { possible: found.possible, minimumP: found.minimumP, leastOddsRatio: found.leastOddsRatio } : null;
}

/**
 * What a ladder comes to. A test counts as rejected by the correction of its family, before the correction at `level`. The **decisive** test is the rung `all`, or
 * where it has no p the rung `merit`, or where the connected won (or lost) everywhere and the logit of that rung has no end, the winner test. In this order:
 * 1. `not-testable`: no rung and no winner test has a p.
 * 2. `not-explained-by-recorded-merit`: the decisive test is rejected, in either direction.
 * 3. `cannot-be-detected`: no outcome of these data could have been rejected (`detectable.possible` is false).
 * 4. `opposite-directions`: the strata of the decisive test, or of the rung by unit where there is none, contradict each other (`opposed`), so that the common odds ratio says nothing.
 * 5. Neither crude nor by unit a difference: `no-difference`. Where the decisive test is a logit, the difference has to show among the people who have a score, and not
 *    among the others: merit on record is theirs alone. Else `cannot-be-detected`.
 * 6. A difference, crude or by unit, and no decisive test: where the score alone tells winners from losers (a separated logit without an odds ratio of the tie), `explained-by-recorded-merit`; else there is no merit
 *    on record to hold it against, `not-testable`.
 * 7. A difference, and the decisive test is not rejected: `explained-by-recorded-merit` if the odds ratio of the rung that shows it (by unit before crude) lies outside the decisive
 *    interval; else these data are too few to tell whether merit explains it: `cannot-be-detected`.
 */
export function claimOf(ladder: Omit<TieLadder, 'claim'>, level: number): Claim {
  const rejected = ({ rejected, p }: TestResult): boolean => rejected ?? (p !== null && p <= level);
  const [crude, unit, merit] = ladder.rungs as readonly [LadderRung, LadderRung, LadderRung];
  if (ladder.rungs.every((r) => r.test.p === null) && !ladder.winners) return 'not-testable';
  const decisive = decisiveOf(ladder);
  if (decisive && rejected(decisive.test)) return 'not-explained-by-recorded-merit';
  if (ladder.detectable?.possible === false) return 'cannot-be-detected';
  if ((decisive ?? unit).opposed) return 'opposite-directions';
  const found = rejected(unit.test) ? unit : rejected(crude.test) ? crude : null;
  if (!found) return 'no-difference';
  const seen = merit.test.method === LOGIT && ladder.rungs[3]!.test.p === null ? differenceOfScored(crude, merit, level) : found;
  if (!seen) return 'cannot-be-detected';
  if (!decisive) return merit.because === 'separated' && merit.oddsRatio === null ? 'explained-by-recorded-merit' : 'not-testable';
  const { interval } = decisive;
  const [or, low, high] = [asNumber(seen.oddsRatio), interval?.low ?? 0, asNumber(interval?.high ?? 'infinite')];
  return or < low || or > high ? 'explained-by-recorded-merit' : 'cannot-be-detected';
}

/** The crude difference among the people of the merit rung; null where it does not show, or shows among everybody else. */
function differenceOfScored(crude: LadderRung, merit: LadderRung, level: number): Pick<LadderRung, 'oddsRatio'> | null {
  const shown = (count: (group: 'connected' | 'others', who: 'chosen' | 'of') => number): Pick<LadderRung, 'oddsRatio'> | null => {
    const row = (group: 'connected' | 'others'): Table2x2[0] => [count(group, 'chosen'), count(group, 'of') - count(group, 'chosen')];
    const found = mantelHaenszel([[row('connected'), row('others')]]);
    return found.status === 'tested' && found.plain.p <= level ? { oddsRatio: found.oddsRatio } : null;
  };
  const rest = shown((group, who) => crude[group][who] - merit[group][who]);
  return rest ? null : shown((group, who) => merit[group][who]);
}

const asNumber = (ratio: number | 'infinite' | null): number => (ratio === 'infinite' ? Infinity : (ratio ?? 1));

/** The test that a claim stands on, with its effect; see `claimOf`. */
function decisiveOf(ladder: Omit<TieLadder, 'claim'>): Pick<LadderRung, 'oddsRatio' | 'interval' | 'test' | 'opposed'> | null {
  const [, , merit, all] = ladder.rungs as readonly [LadderRung, LadderRung, LadderRung, LadderRung];
  if (all.test.p !== null) return all;
  if (merit.test.p !== null) return merit;
  if (merit.because !== 'separated' || merit.oddsRatio === null || !ladder.winners) return null;
  return { oddsRatio: ladder.winners.oddsRatio ?? null, interval: ladder.winners.interval ?? null, test: ladder.winners.test };
}

function findingOf(ladder: TieLadder): RawFinding {
  const decisive = decisiveOf(ladder)!;
  const value = (r: LadderRung['oddsRatio']): number | string | null => r;
  const measured: Measure[] = [
    ...ladder.rungs.map((r): Measure => ({ name: `odds-ratio-${r.name}`, value: value(r.oddsRatio), unit: 'ratio' })),
    { name: 'connected', value: ladder.rungs[0]!.connected.of, unit: 'people' },
    { name: 'connected-chosen', value: ladder.rungs[0]!.connected.chosen, unit: 'people' },
    { name: 'others', value: ladder.rungs[0]!.others.of, unit: 'people' },
    { name: 'others-chosen', value: ladder.rungs[0]!.others.chosen, unit: 'people' },
    { name: 'left-out', value: ladder.leftOut, unit: 'people' },
  ];
  const effect: Effect | null = decisive.oddsRatio === null ? null : { name: 'odds-ratio', value: decisive.oddsRatio, interval: decisive.interval };
  return {
    id: '', kind: 'effect', code: 'tie-effect', rung: 'relations', decision: null, position: null, unit: null, on: null, document: null, row: null, tie: ladder.tie, people: [],
    measured, effect, test: decisive.test, rule: null,
    alternatives: ['merit-not-recorded', 'recorded-merit-shaped', 'applied-more', 'post-treatment', 'chance', 'many-looks'],
    ask: ['ask-who-applied', 'see-score-sheets', 'compare-siblings'], rate: null, reply: null,
  };
}
