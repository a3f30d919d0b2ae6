import { breachesOf } from './breaches.js';
import { conflictsOf } from './conflicts.js';
import { decidersOf, declaredDeciders } from './deciders.js';
import { declaredDegrees, degreesOf } from './degrees.js';
import { flagsOf } from './flags/index.js';
import { declaredFunnel, funnelOf } from './funnel.js';
import { declaredLadders, laddersOf } from './ladder.js';
import { part, type AuditPart } from './part.js';
import { declaredRanks, ranksOf } from './ranks.js';
import { declaredReciprocity, reciprocityOf } from './reciprocity.js';
import { recomputedOf } from './recomputed.js';
import { registerOf } from './register.js';
import { regretOf } from './regret.js';

/** The parts of an audit in the order in which they are run. One more is one more line here. */
export const PARTS: readonly AuditPart[] = [
  part('breaches', breachesOf, () => ({})),
  part('recomputed', recomputedOf, () => ({})),
  part('funnel', funnelOf, (funnel) => ({ funnel }), declaredFunnel),
  part('ranks', ranksOf, ({ rows, tests }) => ({ ranks: rows, rankTests: tests }), declaredRanks),
  part('regret', regretOf, (regret) => ({ regret })),
  part('register', registerOf, ({ rows, overrides, notListed }) => ({ register: rows, overrides, caveats: notListed > 0 ? [`register-not-listed:${notListed}`] : [] })),
  part('deciders', decidersOf, (deciders) => ({ deciders }), declaredDeciders),
  part('ladders', laddersOf, (ladders) => ({ ladders }), declaredLadders),
  part('conflicts', conflictsOf, (conflicts) => ({ conflicts })),
  part('reciprocity', reciprocityOf, () => ({}), declaredReciprocity),
  part('degrees', degreesOf, (degrees) => ({ degrees }), declaredDegrees),
  part('flags', flagsOf, (timelines) => ({ timelines })),
];
