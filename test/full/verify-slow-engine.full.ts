import { it } from 'vitest';
import { changedDocumentsFail, changedProposalsFail, resealedChangesAreAnswered } from '../verify/hostile-changes.js';
import { otherPlansAreRefused, otherTiesAreRefused, rightPlansHold } from '../verify/slow-engine-properties.js';

it('verify holds for the plan that the definitions give, with whatever valid duals', () => rightPlansHold(10_000));
it('verify refuses every other plan of the market', () => otherPlansAreRefused(10_000));
it('verify refuses a list of tied people that is not the one the definitions give', () => otherTiesAreRefused(5_000));
it('verify of a changed proposal never throws, and holds in nothing but what nobody proves', () => changedProposalsFail(1));
it('verify of a changed round or policy never passes integrity', () => changedDocumentsFail(1));
it('verify of a changed round or policy with its hashes written anew never throws', () => resealedChangesAreAnswered(10_000));
