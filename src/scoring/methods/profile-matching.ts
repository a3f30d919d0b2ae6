import { Issues, MeritError } from '../../errors/index.js';
import { pointerToken } from '../../canonical/index.js';
import { piecewise, type Interval } from '../../policy/interval.js';
import { ofUnits, over, plus, ratio, roundTo, times, ZERO, type Ratio } from '../ratio.js';
import { checkNames, checkWord, datumOf, method, numberOf, scored, tableNumber, tableWeights, withinScale, type ExactPart, type Inputs, type Method, type Review, type Scored } from './method.js';

export interface ProfileFactor {
  readonly id: string;
  /** The level that the position asks for. */
  readonly target: number;
  readonly kind: 'core' | 'secondary';
}

export interface ProfileAspect {
  readonly id: string;
  readonly weight: number;
  readonly factors: readonly ProfileFactor[];
}

/** Everything that papers and programs vary, as data. */
export interface ProfileTable {
  readonly name?: string;
  /** [gap, weight] with gap = level - target, ascending. */
  readonly gapTable: readonly (readonly [number, number])[];
  /** A gap between two of the table: the line between their weights (rounded half up to 1e-6), or refused. */
  readonly between: 'linear' | 'refuse';
  /** A gap beyond the table: the weight of its end, told in `review`, or refused. */
  readonly beyond: 'clamp' | 'refuse';
  /** Shares of the averages of core and of secondary factors; they add up to `total`, and so do the weights of the aspects. */
  readonly core: number;
  readonly secondary: number;
  readonly aspects: readonly ProfileAspect[];
  /** 100 if left out; 1 where shares are written as fractions. */
  readonly total?: number;
  /** Decimals to which the averages of core and secondary factors are rounded (half up) before they are weighed; not rounded if left out. */
  readonly averageDecimals?: number;
  /** Levels that a factor can have: what an unknown level may be. */
  readonly scale: { readonly min: number; readonly max: number };
}

/** Profile matching with the averages that papers print. */
export interface ProfileMatching extends Method {
  /** Whether the table gives somebody above the target less than somebody on it. */
  readonly penalisesSurplus: boolean;
}

/**
 * Profile matching (GAP): aspect = core * mean(weights of core gaps) + secondary * mean(weights of secondary gaps); the fit is the
 * weighted sum of aspects, on the scale of the gap table (1 to 5), not in 0..100. Parts: `aspect/core` and `aspect/secondary`.
 * With the usual table a surplus is penalised: it looks for the profile, not for the best, and is not monotone.
 * @throws {MeritError} E_WEIGHT_SUM, E_BANDS (gaps not ascending), E_RULE (a share for a kind that an aspect has no factors of); when
 * scoring E_NUM_RANGE for a gap that is refused.
 */
export function profileMatching(table: ProfileTable): ProfileMatching {
  const issues = new Issues();
  const points = table.gapTable.map(([gap, weight], k): [number, number] => [tableNumber(gap, `/gapTable/${k}/0`, issues), tableNumber(weight, `/gapTable/${k}/1`, issues)]);
  if (points.length === 0) issues.add('E_BANDS', '/gapTable', 'the table is empty');
  points.forEach(([gap], k) => {
    if (k > 0 && gap <= points[k - 1]![0]) issues.add('E_BANDS', `/gapTable/${k}`, 'gaps ascend from row to row');
  });
  checkWord(table.between, ['linear', 'refuse'], '/between', issues);
  checkWord(table.beyond, ['clamp', 'refuse'], '/beyond', issues);
  table.aspects.forEach((a, i) => a.factors.forEach((f, k) => checkWord(f.kind, ['core', 'secondary'], `/aspects/${i}/factors/${k}/kind`, issues)));
  const total = table.total ?? 100;
  const shares = tableWeights([{ weight: table.core, path: '/core' }, { weight: table.secondary, path: '/secondary' }], total, '/core', issues);
  const weights = tableWeights(table.aspects.map((a, k) => ({ weight: a.weight, path: `/aspects/${k}/weight` })), total, '/aspects', issues);
  const scale = { low: tableNumber(table.scale.min, '/scale/min', issues), high: tableNumber(table.scale.max, '/scale/max', issues) };
  if (scale.low > scale.high) issues.add('E_NUM_RANGE', '/scale', 'min lies above max');
  const { averageDecimals } = table;
  if (averageDecimals !== undefined && !(Number.isInteger(averageDecimals) && averageDecimals >= 0 && averageDecimals <= 6)) issues.add('E_NUM_RANGE', '/averageDecimals', 'expected 0 to 6');
  checkNames(table.aspects.map((a) => a.id), '/aspects', issues);
  checkNames(table.aspects.flatMap((a) => a.factors.map((f) => f.id)), '/aspects/factors', issues);

  const groups = table.aspects.flatMap((aspect, a) =>
    (['core', 'secondary'] as const).flatMap((kind, side) => {
      const factors = aspect.factors.map((f, k) => ({ ...f, units: tableNumber(f.target, `/aspects/${a}/factors/${k}/target`, issues) })).filter((f) => f.kind === kind);
      if (factors.length === 0 && shares.units[side]! > 0) issues.add('E_RULE', `/aspects/${a}/factors`, `the aspect has no ${kind} factor, but they have a share`);
      const factor = times(ratio(weights.units[a]!, weights.total || 1), ratio(shares.units[side]!, shares.total || 1));
      return factors.length === 0 ? [] : [{ id: `${aspect.id}/${kind}`, factors, factor }];
    }),
  );
  issues.throwIfAny();

  const at = points.find(([gap]) => gap === 0)?.[1];
  const [first, last] = [points[0]![0], points.at(-1)![0]];

  const weightOf = (gap: Interval, input: string, review: Review[]): Interval => {
    const refuse = (why: string): never => {
      throw new MeritError('E_NUM_RANGE', why, { path: pointerToken(input) });
    };
    const known = gap.low === gap.high; // an unknown level is refused nothing: it spans what its weights may be
    if (known && (gap.low < first || gap.high > last)) {
      if (table.beyond === 'refuse') refuse('the gap lies beyond the table, and the table says to refuse that');
      review.push({ input, why: gap.low < first ? 'below' : 'above' });
    } else if (known && table.between === 'refuse' && !points.some(([row]) => row === gap.low)) {
      refuse('the gap lies between two rows of the table, and the table says to refuse that');
    }
    return piecewise(points, true, gap);
  };
  const average = (values: readonly Interval[], pick: (x: Interval) => number): Ratio => {
    const mean = over(values.map((x) => ofUnits(pick(x))).reduce(plus, ZERO), ratio(values.length));
    return averageDecimals === undefined ? mean : roundTo(mean, averageDecimals);
  };
  const part = (group: (typeof groups)[number], values: readonly Interval[]): ExactPart => ({
    criterion: group.id,
    low: times(group.factor, average(values, (x) => x.low)),
    high: times(group.factor, average(values, (x) => x.high)),
  });
  const score = (inputs: Inputs): Scored => {
    const review: Review[] = [];
    const parts = groups.map((g) =>
      part(g, g.factors.map((f) => {
        const level = withinScale(numberOf(datumOf(inputs, f.id), f.id), scale, f.id, review);
        return weightOf({ low: level.low - f.units, high: level.high - f.units }, f.id, review);
      })),
    );
    return scored(parts, review);
  };
  return {
    ...method(table.name ?? 'profile-matching', groups.flatMap((g) => g.factors.map((f) => f.id)), score),
    penalisesSurplus: at !== undefined && points.some(([gap, weight]) => gap > 0 && weight < at),
  };
}
