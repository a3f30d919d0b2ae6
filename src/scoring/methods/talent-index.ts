import { Issues, MeritError } from '../../errors/index.js';
import { pointerToken } from '../../canonical/index.js';
import { ofUnits, ratio } from '../ratio.js';
import { readCurve, type Curve } from './curve.js';
import { checkNames, datumOf, method, scaleParts, scored, tableWeights, type ExactPart, type Inputs, type Method, type Scored } from './method.js';
import { readWeightedSum, type WeightedCriterion } from './weighted-sum.js';

/** One axis of the index: a weighted sum of its own, and the share it has in the talent value. */
export interface TalentAxis {
  readonly id: string;
  readonly share: number;
  /** Weights add up to 100. */
  readonly criteria: readonly WeightedCriterion[];
}

export interface TalentIndexTable {
  readonly name?: string;
  /** Shares add up to 100. */
  readonly axes: readonly TalentAxis[];
  /** For a target position: shares of the talent value and of a technical value, by the level of the position. */
  readonly blend?: {
    /** Name of the input of the technical value, and how it becomes points. */
    readonly input: string;
    readonly curve?: Curve;
    /** Both shares of a level add up to 100. */
    readonly levels: Readonly<Record<string, { readonly talent: number; readonly technical: number }>>;
  };
}

export interface TalentIndex extends Method {
  /** Each axis in its own points, by its id. */
  readonly axes: (inputs: Inputs) => Readonly<Record<string, Scored>>;
  /** The talent value blended with the technical value, for positions of a level. @throws {MeritError} E_REF_UNKNOWN for a level without shares. */
  readonly forLevel: (level: string) => Method;
}

/**
 * The talent value: weighted sums by axis, then the sum of share * axis. One part per criterion, at its share. A high axis hides a
 * low one in this sum: show the axes and the box beside it, and keep gates out of it.
 * @throws {MeritError} E_WEIGHT_SUM for each sum of weights or shares that is not 100, and the errors of `weightedSum`.
 */
export function talentIndex(table: TalentIndexTable): TalentIndex {
  const issues = new Issues();
  checkNames(table.axes.map((a) => a.id), '/axes', issues);
  const shares = tableWeights(table.axes.map((a, k) => ({ weight: a.share, path: `/axes/${k}/share` })), 100, '/axes', issues);
  const axes = table.axes.map((axis, k) => ({ id: axis.id, share: ratio(shares.units[k]!, shares.total || 1), sum: readWeightedSum({ criteria: axis.criteria }, `/axes/${k}`, issues) }));
  checkNames(axes.flatMap((a) => a.sum.inputs), '/axes/inputs', issues);
  const { blend } = table;
  const technical = blend && readCurve(blend.curve ?? { kind: 'points' }, '/blend/curve', issues);
  const levels = new Map(
    Object.entries(blend?.levels ?? {}).map(([level, share]) => {
      const path = `/blend/levels${pointerToken(level)}`;
      const { units } = tableWeights([{ weight: share.talent, path: `${path}/talent` }, { weight: share.technical, path: `${path}/technical` }], 100, path, issues);
      return [level, units] as const;
    }),
  );
  issues.throwIfAny();

  const talent = (inputs: Inputs): Scored => {
    const each = axes.map((a) => ({ share: a.share, ...a.sum.score(inputs) }));
    return scored(each.flatMap((a) => scaleParts(a.exactParts, a.share)), each.flatMap((a) => a.review));
  };
  const name = table.name ?? 'talent-index';
  const inputs = axes.flatMap((a) => a.sum.inputs);
  return {
    ...method(name, inputs, talent),
    axes: (known) => Object.fromEntries(axes.map((a) => [a.id, a.sum.score(known)])),
    forLevel: (level) => {
      const units = levels.get(level);
      if (!blend || !technical || !units) throw new MeritError('E_REF_UNKNOWN', 'the table has no shares for this level', { path: `/blend/levels${pointerToken(level)}` });
      const [ofTalent, ofTechnical] = [ratio(units[0]!, 1_000_000), ratio(units[1]!, 1_000_000)]; // 1e-4 units of a share of 100
      return method(`${name}/${level}`, [...inputs, blend.input], (known) => {
        const sum = talent(known);
        const review = [...sum.review];
        const points = technical.of(datumOf(known, blend.input), blend.input, review);
        const part: ExactPart = { criterion: blend.input, low: ofUnits(points.low), high: ofUnits(points.high) };
        return scored([...scaleParts(sum.exactParts, ofTalent), ...scaleParts([part], ofTechnical)], review);
      });
    },
  };
}
