export { dayNumber, factsOf, ruleValue, type Facts } from './evidence.js';
export { gatesOf, positionKey, requirementRule, requirementsOf, routeFinder, type GateOutcome, type GateRule } from './gates.js';
export { PairFinder } from './pair-finder.js';
export { EligibilityTable, FAIL, PASS, UNKNOWN } from './table.js';
export { alikeInAll, classesBy, type PositionClasses } from './position-classes.js';
export { declareOwnRules, OPAQUE, ownRuleProblems, screen, type OwnRule, type OwnRuleSamples } from './own-rules.js';
