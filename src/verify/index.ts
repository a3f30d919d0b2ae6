export { verify } from './verify.js';
export type { Check, Verdict, Verdicts, VerifyOptions } from './verify.js';
export type { OutsideOptions } from './outside.js';
