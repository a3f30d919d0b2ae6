import { hashDocument, pointerToken } from '../canonical/index.js';
import { Issues, type Warning } from '../errors/index.js';
import { deepFreeze } from '../model/frozen.js';
import { checkPolicy, Policy, POLICY_FORMAT } from '../policy/index.js';
import { storedText } from './check-value.js';
import { readDocument, type DocumentInput } from './document.js';
import { hasShape } from './zod-issues.js';

/** A checked policy, frozen, with the hash that stands for its every byte. */
export interface SealedPolicy {
  readonly policy: Policy;
  readonly hash: string;
  readonly warnings: readonly Warning[];
}

const KEYS = Object.keys(Policy.shape);
/** Code points in one text of a pack: room for the words of an article. */
const TEXT_LENGTH = 10_000;
const LOTTERY = 'a policy commits to the lottery before names are opened: at least one party and the hash of its nonce';

/**
 * A policy pack, checked whole and hashed: what is sealed before names are opened.
 * @param input - JSON text, UTF-8 bytes, or an object.
 * @param options.expect - the hash it was sealed with earlier.
 * @throws {MeritError} with every problem: shape, texts, names, citations, rules that do not fit, weights that do not add up, ties
 *   without a commitment; E_POLICY_HASH if it is not the expected one.
 */
export function seal(input: DocumentInput, options: { readonly expect?: string } = {}): SealedPolicy {
  const issues = new Issues();
  const document = readDocument(input, issues);
  issues.throwIfAny();
  const pack = omissions(composed(document, '', issues), issues);
  const policy = pack as Policy; // the schema changes nothing of what it reads
  if (hasShape(Policy, pack, '', KEYS, issues)) checkPolicy(policy, issues);
  issues.throwIfAny();
  const hash = hashDocument(POLICY_FORMAT, policy);
  if (options.expect !== undefined && options.expect !== hash) issues.add('E_POLICY_HASH', '', 'the policy is not the one that was sealed');
  issues.throwIfAny();
  return { policy: deepFreeze(policy), hash, warnings: issues.warnings };
}

/** The document with its texts and keys in NFC, in place, after every problem with one of them. Empty texts are left to the schema: a rule may compare with one. */
export function composed(value: unknown, at: string, issues: Issues): unknown {
  if (typeof value === 'string') return value === '' ? value : storedText(value, at, issues, TEXT_LENGTH);
  if (Array.isArray(value)) {
    value.forEach((inner: unknown, k) => (value[k] = composed(inner, `${at}/${k}`, issues)));
  } else if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>;
    for (const [key, inner] of Object.entries(object)) {
      const there = at + pointerToken(key);
      const name = key === '' ? key : storedText(key, there, issues, TEXT_LENGTH);
      if (name !== key) delete object[key];
      object[name] = composed(inner, there, issues);
    }
  }
  return value;
}

/** Tells what deserves a word of its own, a tolerance and ties without a lottery, and mends it for the schema. */
function omissions(document: unknown, issues: Issues): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  const pack = document as Record<string, unknown>;
  if (Object.hasOwn(pack, 'tolerance')) issues.add('E_TOLERANCE', '/tolerance', 'there is no tolerance: all arithmetic is exact');
  delete pack.tolerance;
  const ties: unknown = Object.hasOwn(pack, 'ties') ? pack.ties : {};
  if (typeof ties === 'object' && ties !== null && !Object.hasOwn(ties, 'commitments')) {
    issues.add('E_TIE_COMMITMENT_MISSING', '/ties', LOTTERY);
    pack.ties = { order: [], ...ties, commitments: [] };
  }
  return pack;
}
