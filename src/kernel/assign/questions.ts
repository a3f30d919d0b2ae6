import { MeritError } from '../../errors/index.js';
import { seatWorth as seatWorthOf, type SeatWorth } from '../canonical-duals.js';
import { optimalityGap, type Claim } from '../check.js';
import type { Problem } from '../csr.js';
import { sensitivity as sensitivityOf, type Sensitivity } from '../sensitivity.js';

/*
 * The questions that read the duals of a plan. With duals of the wrong sign they would answer, and wrongly; so at this door the duals are checked first, and
 * those of `assign` for costs, whose signs are turned, are turned back.
 */

/** `seatWorth` of the kernel; also for an `Assignment`, of costs or of weights. A gain is a higher weight or a lower cost. @throws {MeritError} E_SHAPE where the duals do not prove the plan best. */
export function seatWorth(p: Problem, m: Claim): SeatWorth {
  return seatWorthOf(p, proven(p, m));
}

/** `sensitivity` of the kernel; also for an `Assignment`. Its ends are weights of the problem: of costs the negated ones. @throws {MeritError} E_SHAPE where the duals do not prove the plan best. */
export function sensitivity(p: Problem, m: Claim): Sensitivity {
  return sensitivityOf(p, proven(p, m));
}

/** The duals in the sense of the problem. Where both senses prove the plan, either serves. */
function proven(p: Problem, m: Claim): Claim {
  if (optimalityGap(p, m) === 0) return m;
  const turned = { colOf: m.colOf, rowDual: m.rowDual.map((u) => 0 - u), colDual: m.colDual.map((v) => 0 - v) };
  if (optimalityGap(p, turned) === 0) return turned;
  throw new MeritError('E_SHAPE', 'the duals do not prove the plan best\nMaybe the plan comes from elsewhere: certify(problem, colOf) gives duals where it is best.');
}
