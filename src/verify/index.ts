export { verify } from './verify.js';
export type { Check, Verdict, Verdicts, VerifyOptions } from './verify.js';
export { verifyLog, type VerifyLogOptions } from './verify-log.js';
export { verifyDisclosure } from './verify-disclosure.js';
export type { OutsideOptions } from './outside.js';
