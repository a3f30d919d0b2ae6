import { Issues, MeritError } from '../../errors/index.js';
import { pointerToken } from '../../canonical/index.js';
import { ofUnits } from '../ratio.js';
import { Bands, type BandTable } from './bands.js';
import { checkNames, datumOf, numberOf, scored, tableNumber, type Inputs, type Scored } from './method.js';

export interface JobClassTable {
  /** Factors of the evaluation with the points each may have. */
  readonly factors: readonly { readonly id: string; readonly min: number; readonly max: number }[];
  /** Class by the sum of the points. */
  readonly classes: BandTable<number>;
}

/** Where a job stands: its points (parts by factor) and the classes they may mean, lowest first. */
export interface JobClass {
  readonly points: Scored;
  readonly possible: readonly number[];
}

/**
 * Class of a job from the sum of its factor points. A factor that is not known leaves every class possible that it can lead to.
 * @throws {MeritError} E_BANDS, E_NUM_RANGE (min above max), E_ID_DUPLICATE; when asked E_NUM_RANGE for points outside a factor, or a
 * sum outside the table: a job too small for the lowest class has none.
 */
export function jobClasses(table: JobClassTable): { readonly classify: (inputs: Inputs) => JobClass } {
  const issues = new Issues();
  const factors = table.factors.map((f, k) => {
    const [low, high] = [tableNumber(f.min, `/factors/${k}/min`, issues), tableNumber(f.max, `/factors/${k}/max`, issues)];
    if (low > high) issues.add('E_NUM_RANGE', `/factors/${k}`, 'min lies above max');
    return { id: f.id, low, high };
  });
  checkNames(factors.map((f) => f.id), '/factors', issues);
  const classes = new Bands(table.classes, '/classes', issues);
  issues.throwIfAny();
  return {
    classify: (inputs) => {
      const points = scored(factors.map((f) => {
        const x = numberOf(datumOf(inputs, f.id), f.id);
        if (x && (x.low < f.low || x.high > f.high)) throw new MeritError('E_NUM_RANGE', 'the points lie outside the factor', { path: pointerToken(f.id) });
        return { criterion: f.id, low: ofUnits((x ?? f).low), high: ofUnits((x ?? f).high) };
      }), []);
      if (classes.beyond(points.exact.high) === 'below' || classes.beyond(points.exact.low) === 'above') throw new MeritError('E_NUM_RANGE', 'the sum of the points lies outside the table of classes');
      return { points, possible: classes.possible(points.exact) };
    },
  };
}
