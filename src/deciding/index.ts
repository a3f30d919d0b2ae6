export { amendedStages } from './amend.js';
export { AMENDMENT_FORMAT, announcedPlan, type Amendment, type AmendmentChange, type Announced, type Cause, type ChangedPlace, type Decision, type Effect, type Orders, type Repair } from './amendment.js';
export { approvals, type ApprovalEvent, type ApprovalState, type MoveApproval } from './approvals.js';
export { bundle, BUNDLE_FORMAT, type Amendments, type Bundle } from './bundle.js';
export { type DecisionChange, type RepairChange } from './changes.js';
export { decide, repair, type DecideOptions, type RepairOptions } from './decide.js';
