import { auditBy } from '../../auditing/audit.js';
import { PARTS } from '../../auditing/parts.js';
import type { Past } from '../../auditing/index.js';
import type { Round } from '../../model/round.js';
import { leniency, type DistributionTable } from '../../scoring/leniency.js';
import type { Rating } from './inflation.js';
import { hundredths, latestItem } from './change.js';
import type { Signal } from './document.js';
import type { RatedGroup } from './people.js';

/** Whether a sign fired; null where it could not be asked. */
export type Answer = boolean | null;

const FLAGS = PARTS.filter((p) => p.name === 'flags');

/** Draws of the audit: enough to place a share at 0.1 within two hundredths. */
const DRAWS = 999;

/** Whether the audit of a record of one decision has a finding of this code. @throws {MeritError} (as a rejection) as `audit` */
export async function flagged(past: Past, code: Extract<Signal, 'rater-outlier' | 'tailored-requirements' | 'tailored-weights' | 'single-effective-candidate'>, signal?: AbortSignal): Promise<Answer> {
  const { findings, cannot } = await auditBy(FLAGS, past, { draws: DRAWS, ...(signal && { signal }) });
  if (findings.some((f) => f.code === code)) return true;
  return cannot.some((c) => c.part === code) ? null : false;
}

/**
 * Thirds of all ratings, and of all scores of units: what part of its people a unit may rate into the best third. Our own choice: by chance it is a third; a unit
 * of the best third may have three in five, of the middle 45 %, of the last 30 %.
 */
const SHARES: DistributionTable = {
  ratings: ['high', 'middle', 'low'],
  units: {
    high: [{ id: 'best-third', of: ['high'], atMost: 60, breaks: 'lenient' }],
    middle: [{ id: 'best-third', of: ['high'], atMost: 45, breaks: 'lenient' }],
    low: [{ id: 'best-third', of: ['high'], atMost: 30, breaks: 'lenient' }],
  },
};

/** Which third of a list each value is in: by how many values are higher, so that equals are in one third. */
function thirds(values: readonly number[]): (value: number) => 'high' | 'middle' | 'low' {
  return (value) => {
    const higher = values.filter((v) => v > value).length;
    return higher * 3 < values.length ? 'high' : higher * 3 < values.length * 2 ? 'middle' : 'low';
  };
}

/**
 * Whether `leniency` finds the unit (with those below it) lenient for its own score, by any of the ratings. Units are held against each other where they have as
 * many people as one that may be drawn; scores are what units deliver per seat. Null where the ratings or the score are not known.
 */
export function lenient(round: Round, ratings: readonly Rating[], group: RatedGroup, groups: readonly RatedGroup[], scoreOf: (group: RatedGroup) => number | null): Answer {
  const own = scoreOf(group);
  if (own === null || ratings.length === 0) return null;
  const scores = groups.map((g) => (g.people.length >= group.people.length ? scoreOf(g) : null)).filter((x) => x !== null);
  const unitThird = thirds(scores)(own);
  const answers = ratings.map((rating) => {
    const of = (item: ReturnType<typeof latestItem>): number | null => pointsOf(item?.value, rating);
    const known = new Map(round.people.map((p) => [p.id as string, p.seat === undefined ? null : of(latestItem(round, p, rating.attribute))]));
    const third = thirds([...known.values()].filter((x) => x !== null));
    const people = group.people.map((id) => ((points) => (points === null || points === undefined ? null : third(points)))(known.get(id)));
    return leniency([{ id: group.unit, rating: unitThird, people }], SHARES)[0]!.lenient;
  });
  return answers.includes('yes') ? true : answers.includes('no') ? false : null;
}

function pointsOf(value: unknown, { bands }: Rating): number | null {
  const band = bands?.find((b) => b.value === value);
  if (band) return hundredths(band.from);
  return typeof value === 'number' ? hundredths(value) : null;
}
