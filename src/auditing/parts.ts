import type { AuditPart } from './part.js';

/** The parts of an audit in the order in which they are run. One more is one more line here. */
export const PARTS: readonly AuditPart[] = [];
