export { approvals, type ApprovalEvent, type ApprovalState, type MoveApproval } from './approvals.js';
export { bundle, BUNDLE_FORMAT, type Bundle } from './bundle.js';
export { factsOf, type BundleFacts } from './bundle-facts.js';
