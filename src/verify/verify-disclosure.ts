import type { Problem } from './certificate.js';
import { leafText } from './entry.js';
import { disclosure as readDisclosure, type Disclosure } from './envelope.js';
import { commit } from './input-tree.js';
import { leafHash } from './merkle.js';
import { fromHex, readCheckpoint, toHex, type Checkpoint } from './note.js';
import { readOutside, type Outside, type OutsideOptions } from './outside.js';
import type { Finding } from './plan.js';
import { Keys } from './records.js';
import { Refusal } from './shapes.js';
import { anchor, anchoredBy, leads, type Anchored } from './trail.js';
import { isBackdated, Trust, type Kept, type RootAt } from './trust.js';
import { verdictOf, type Verdict, type Verdicts } from './verify.js';

/**
 * The verdicts `format`, `integrity` and `anchored` on what somebody was shown of a log (docs/formats.md, section 11.3): that the values are those
 * that were committed to, in an entry under a signed checkpoint. What was not disclosed stays hidden, and what was erased since does not matter.
 * Accepts any value and never throws. O(openings + leaves * log of their number) time.
 */
export function verifyDisclosure(document: unknown, options?: OutsideOptions): Verdicts {
  const outside = readOutside(options);
  let read: Disclosure | undefined;
  const format = (): Finding => {
    if ('code' in outside) return { path: '', ...outside };
    try {
      read = readDisclosure(document);
      return { outcome: 'holds', detail: `The disclosure has ${read.openings.length} fields and ${read.leaves.length} leaves, all in their format.` };
    } catch (thrown) {
      return Refusal.is(thrown) ? { code: 'E_FORMAT', path: thrown.path, detail: `The value ${thrown.message}.` } : { code: 'E_FORMAT', path: '', detail: 'The disclosure cannot be read.' };
    }
  };
  const verdicts: Verdict[] = [verdictOf('format', format)];
  const unread: Finding = { outcome: 'not-checked', detail: 'The disclosure is not in its format.' };
  let check: DisclosureCheck | undefined;
  const made = (): DisclosureCheck | undefined => (check ??= read && !('code' in outside) ? new DisclosureCheck(read, outside) : undefined);
  verdicts.push(verdictOf('integrity', () => made()?.integrity() ?? unread), verdictOf('anchored', () => made()?.anchored() ?? unread));
  return { format: 'meritra/verdicts/1', verdicts };
}

class DisclosureCheck {
  readonly #document: Disclosure;
  readonly #outside: Outside;
  readonly #own: Checkpoint | undefined;
  readonly #trust: Trust;

  constructor(document: Disclosure, outside: Outside) {
    [this.#document, this.#outside] = [document, outside];
    this.#own = readCheckpoint(document.checkpoint);
    this.#trust = new Trust({ ...outside, keys: undefined }, new Keys(), this.#own?.origin ?? '', this.#own, () => undefined);
  }

  integrity(): Finding {
    const { entry, proof, openings, leaves } = this.#document;
    const wrong = (code: string, path: string, detail: string): Problem => ({ code, path, detail });
    const own = this.#own;
    if (!own) return wrong('E_NOTE', '/checkpoint', 'This is not a signed checkpoint.');
    const signed = this.#trust.signed(own, this.#outside.keys);
    if (signed === 'wrong' || !this.#trust.cosigned(own)) return wrong('E_SIGNATURE', '/checkpoint', 'A signature of a known key is wrong.');
    if (this.#outside.keys && signed === 'absent') return wrong('E_KEY', '/checkpoint', 'No key that the checker was given has signed the checkpoint.');
    if (!leads(entry.index, own.size, leafHash(leafText(entry)), proof, own.root)) return wrong('E_PROOF', '/proof', 'The proof does not lead from the entry to the root of the checkpoint.');
    const fields = new Map(entry.fields);
    const opening = openings.findIndex(({ path, salt, value }) => fields.get(path) !== toHex(commit(salt, path, value)));
    if (opening >= 0) return wrong('E_COMMITMENT', `/openings/${opening}`, 'The value is not the one that was committed to.');
    if (leaves.length > 0) {
      if (entry.kind !== 'freeze') return wrong('E_STATE', '/leaves', 'The entry does not freeze inputs, so it has no leaves.');
      const { leaves: size, root } = entry.body;
      const leaf = leaves.findIndex(({ index, path, salt, value, proof: way }) => !leads(index, size, leafHash(commit(salt, path, value)), way, fromHex(root)));
      if (leaf >= 0) return wrong('E_PROOF', `/leaves/${leaf}`, 'The proof does not lead from the value to the root of the frozen input.');
    }
    const detail = `${openings.length} fields and ${leaves.length} leaves are those that were committed to in entry ${entry.index} of a log of ${own.size}`;
    if (!this.#outside.keys) return { outcome: 'unproven', detail: `${detail}; who signed it is not known without a key of the log.` };
    return { outcome: 'holds', detail: `${detail}, signed by a key that the checker was given.` };
  }

  anchored(): Anchored {
    const own = this.#own;
    if (!own) return { outcome: 'unproven', detail: 'The disclosure has no checkpoint that can be read.' };
    const { keys = [], witnesses, quorum } = this.#outside;
    const rootAt: RootAt = (size) => (size === own.size ? own.root : undefined);
    const notes = this.#outside.checkpoints.flatMap((note) => (this.#trust.signed(note, keys) === 'valid' ? (this.#trust.cosigned(note) ?? []) : []));
    const passed = this.#outside.checkpoints.length + this.#outside.unreadable - notes.length;
    const cosigned = this.#trust.signed(own, keys) === 'wrong' ? undefined : this.#trust.cosigned(own);
    const kept: readonly Kept[] = cosigned && witnesses.length > 0 && cosigned.witnesses >= quorum ? [cosigned, ...notes] : notes;
    const { entry } = this.#document;
    const late = [...(cosigned ? [cosigned] : []), ...notes].some((one) => isBackdated(entry.index, entry.time, one));
    return anchoredBy(kept, passed, rootAt, '/checkpoint') ?? (late ? { code: 'E_LOG_BACKDATED', path: '/entry', detail: 'The entry is dated before a witness saw the log without it.' } : anchor(kept, passed, rootAt));
  }
}
