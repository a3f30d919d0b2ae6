import { describe, it } from 'vitest';
import { otherPlansAreRefused, otherTiesAreRefused, rightPlansHold } from './slow-engine-properties.js';

// More of each in test/full/verify-slow-engine.full.ts.
describe('verify against plans found by listing all of them', () => {
  it('holds for the plan that the definitions give, with whatever valid duals', () => rightPlansHold(400));
  it('refuses every other plan of the market: worse ones at optimality, equally good ones at ties', () => otherPlansAreRefused(400));
  it('refuses a list of tied people that is not the one the definitions give', () => otherTiesAreRefused(300));
});
