export { approvals, type ApprovalEvent, type ApprovalState, type MoveApproval } from './approvals.js';
export { bundle, BUNDLE_FORMAT, type Bundle } from './bundle.js';
