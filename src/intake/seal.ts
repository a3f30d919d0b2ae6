import { hashDocument } from '../canonical/index.js';
import { Issues, type Warning } from '../errors/index.js';
import { checkPolicy, Policy, POLICY_FORMAT } from '../policy/index.js';
import { readDocument, type DocumentInput } from './document.js';
import { addZodIssues } from './zod-issues.js';

/** A checked policy with the hash that stands for its every byte. */
export interface SealedPolicy {
  readonly policy: Policy;
  readonly hash: string;
  readonly warnings: readonly Warning[];
}

const KEYS = Object.keys(Policy.shape);

/**
 * A policy pack, checked whole and hashed: what is sealed before names are opened.
 * @param input - JSON text, UTF-8 bytes, or an object.
 * @param options.expect - the hash it was sealed with earlier.
 * @throws {MeritError} with every problem: shape, names, citations, rules that do not fit, weights that do not add up, ties
 *   without a commitment; E_POLICY_HASH if it is not the expected one.
 */
export function seal(input: DocumentInput, options: { readonly expect?: string } = {}): SealedPolicy {
  const issues = new Issues();
  const document = readDocument(input, issues);
  issues.throwIfAny();
  const parsed = Policy.safeParse(known(document, issues));
  if (parsed.success) checkPolicy(parsed.data, issues);
  else addZodIssues(parsed.error.issues, document, '', KEYS, issues);
  issues.throwIfAny();
  const policy = parsed.data!;
  const hash = hashDocument(POLICY_FORMAT, policy);
  if (options.expect !== undefined && options.expect !== hash) issues.add('E_POLICY_HASH', '', 'the policy is not the one that was sealed');
  issues.throwIfAny();
  return { policy, hash, warnings: issues.warnings };
}

/** Tells the two omissions that deserve a word of their own, and leaves them out of what the schema sees. */
function known(document: unknown, issues: Issues): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  const { tolerance, ...rest } = document as Record<string, unknown>;
  if (tolerance !== undefined) issues.add('E_TOLERANCE', '/tolerance', 'there is no tolerance: all arithmetic is exact');
  const ties: unknown = rest.ties;
  if (ties === undefined || (typeof ties === 'object' && ties !== null && !('commitments' in ties))) {
    issues.add('E_TIE_COMMITMENT_MISSING', '/ties', 'a policy commits to the lottery before names are opened: at least one party and the hash of its nonce');
    return { ...rest, ties: { order: [], ...(typeof ties === 'object' ? ties : {}), commitments: [] } };
  }
  return rest;
}
