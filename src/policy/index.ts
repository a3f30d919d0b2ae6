export { binds } from './binding.js';
export { checkPolicy, WEIGHTS_TOTAL } from './check.js';
export { compile, RuleProblem, soughtBy, type Compiled, type Truth } from './evaluate.js';
export { children, Expression, readsOf, type Comparison, type LocalText, type Reads } from './expression.js';
export { datumOf, type Datum, type Pair, type PersonFacts, type PositionFacts, type RoundFacts, type UnknownCause } from './facts.js';
export { ANYTHING, exactly, hull, ONE, UNBOUNDED, type Interval } from './interval.js';
export { attributeOf, Policy, POLICY_FORMAT, ROUTE, type AttributeSpec, type Citation, type Criterion, type Gate, type Route } from './schema.js';
export { readingKey } from './reading.js';
export { covers, isSought, windowOf, type SpellFact, type Spells, type Window } from './spells.js';
