import { compareIds } from '../model/ids.js';
import { fourFifths, type Table2x2 } from '../stats/index.js';
import type { FunnelRow, TestResult } from './audit-document.js';
import type { Because, Case } from './case.js';
import type { Tests } from './family.js';
import { compareStrata, STRATA_METHOD, untestable, type Compared } from './strata-test.js';
import type { Declared, Part, RawFinding, Study } from './study.js';

/** The stage of a row that goes from the first stage to the last: the bottom line. */
export const BOTTOM_LINE = '*';

/** One test for each tie and each stage but the first. The bottom line is no test of the family: the ladders ask the same with more. */
export function declaredFunnel(study: Study): Declared {
  return study.ties.flatMap(({ id }) => stagesOf(study).slice(1).map((stage) => ({ id: `funnel:${id}:${stage}`, question: 'stage', method: STRATA_METHOD, alternative: 'two-sided' as const })));
}

/** The stages of a record that says who reached which; else none. */
function stagesOf(study: Study): readonly string[] {
  const { stages = [] } = study.past;
  return study.cases.some((c) => c.people.some((person) => !person.chosen && person.stage !== null)) ? stages : [];
}

/**
 * Stage by stage: of the people who reached a stage, how many reached the next, with a tie and without. Every stage has its own table and its own
 * test, because a fair last stage does not mend an unfair one before it; the bottom line (stage `*`) stands last where there are several steps,
 * its p for information. `stage` names the stage that was reached or not. Everybody considered counts, eligible or not.
 *
 * The test compares within decisions (`compareStrata`): exact Mantel-Haenszel, Fisher where one decision says something. `fourFifths` compares the two
 * rates in whole numbers, the lower over the higher, and is a rule of thumb of 29 CFR 1607.4(D) for adverse impact, never a verdict.
 * Left out: people whose tie is unknown (`leftOut`), and decisions in which somebody's last stage is unknown (in `cannot`: whoever was chosen reached the
 * last stage, so leaving out only the others would flatter every rate).
 * A finding `stage-effect` where p before the correction is at most the level. Cost: O(people * ties * stages).
 * @see Connecticut v. Teal, 457 U.S. 440 (1982) (each stage by itself)
 */
export function funnelOf(study: Study, tests: Tests): Part<FunnelRow[]> {
  const stages = stagesOf(study);
  if (stages.length < 2) return { section: [], findings: [], cannot: [{ decision: null, part: 'funnel', because: 'no-stages' }] };
  const cannot: { decision: string | null; part: string; because: Because }[] = [];
  const cases = study.cases.filter((c) => {
    const known = c.people.every((person) => person.stage !== null);
    if (!known) cannot.push({ decision: c.id, part: 'funnel', because: 'no-stages' });
    return known && c.people.length > 0;
  });
  const rows: FunnelRow[] = [];
  const findings: RawFinding[] = [];
  for (const { id: tie } of study.ties) {
    const reached = countStages(cases, tie, stages.length);
    for (const to of stages.keys()) {
      if (to === 0) continue;
      const { row, compared } = step(study, tie, stages[to]!, reached, to - 1, to, (result) => tests.give(`funnel:${tie}:${stages[to]!}`, result));
      rows.push(row);
      if (row.test.notTestable) cannot.push({ decision: null, part: row.test.id, because: row.test.notTestable });
      if (row.test.p !== null && row.test.p <= study.level) findings.push(findingOf(row, compared, to > 1));
    }
    if (stages.length > 2) {
      rows.push(step(study, tie, BOTTOM_LINE, reached, 0, stages.length - 1, (result) => ({ id: `funnel:${tie}:${BOTTOM_LINE}`, ...result, adjusted: null, rejected: null })).row);
    }
  }
  return { section: rows, findings, cannot };
}

/** For each decision, by stage, how many people reached it with the tie (even places) and without (odd places). */
interface Reached {
  readonly decisions: readonly Int32Array[];
  readonly leftOut: number;
}

function countStages(cases: readonly Case[], tie: string, stages: number): Reached {
  let leftOut = 0;
  const decisions = [...cases].sort((a, b) => compareIds(a.id, b.id)).map(({ people }) => {
    const counts = new Int32Array(2 * stages);
    for (const person of people) {
      const tied = person.ties.get(tie);
      if (tied === undefined) leftOut++;
      else counts[2 * person.stage! + (tied ? 0 : 1)]!++;
    }
    for (let k = 2 * stages - 3; k >= 0; k--) counts[k]! += counts[k + 2]!; // whoever reached a stage reached those before it
    return counts;
  });
  return { decisions, leftOut };
}

function step(study: Study, tie: string, stage: string, { decisions, leftOut }: Reached, from: number, to: number, give: (test: Compared['test']) => TestResult): { row: FunnelRow; compared: Compared } {
  const tables = decisions.map((n): Table2x2 => [[n[2 * to]!, n[2 * from]! - n[2 * to]!], [n[2 * to + 1]!, n[2 * from + 1]! - n[2 * to + 1]!]]);
  const connected = { of: 0, passed: 0 };
  const others = { of: 0, passed: 0 };
  for (const [[a, b], [c, d]] of tables) {
    connected.of += a + b;
    connected.passed += a;
    others.of += c + d;
    others.passed += c;
  }
  const because: Because | null = connected.of + others.of === 0 ? (leftOut > 0 ? 'ties-unknown' : 'no-data') : connected.of === 0 ? 'nobody-connected' : others.of === 0 ? 'everybody-connected' : null;
  const compared = because ? untestable(because) : compareStrata(tables, study.level);
  const ratio = because ? undefined : fourFifths({ chosen: connected.passed, of: connected.of }, { chosen: others.passed, of: others.of });
  const row: FunnelRow = {
    tie, stage, connected, others,
    fourFifths: ratio?.status === 'compared' ? { ratio: ratio.ratio, below: ratio.below, lower: ratio.lower === 'equal' ? null : ratio.lower === 'first' ? 'connected' : 'others' } : null,
    oddsRatio: compared.oddsRatio, interval: compared.interval, test: give(compared.test), leftOut,
  };
  return { row, compared };
}

function findingOf({ tie, stage, connected, others, oddsRatio, interval, test, leftOut = 0 }: FunnelRow, { informative }: Compared, later: boolean): RawFinding {
  return {
    id: '', kind: 'effect', code: 'stage-effect', rung: 'relations', decision: null, position: null, unit: null, on: null, document: null, row: null, tie, people: [],
    measured: [
      { name: 'stage', value: stage, unit: 'code' },
      { name: 'reached-connected', value: connected.of, unit: 'people' },
      { name: 'passed-connected', value: connected.passed, unit: 'people' },
      { name: 'reached-others', value: others.of, unit: 'people' },
      { name: 'passed-others', value: others.passed, unit: 'people' },
      { name: 'tie-unknown', value: leftOut, unit: 'people' },
      { name: 'informative-decisions', value: informative, unit: 'decisions' },
    ],
    effect: oddsRatio === null ? null : { name: 'odds-ratio', value: oddsRatio, interval },
    test, rule: null,
    alternatives: ['merit-not-recorded', 'applied-more', 'small-pool', 'many-looks', 'chance', ...(later ? ['post-treatment'] : [])], // who is there at a later stage was chosen at an earlier one
    ask: ['ask-who-applied', 'see-minutes', 'see-score-sheets', 'widen-period'],
    rate: null, reply: null,
  };
}
