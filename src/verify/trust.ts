import { secondsOf } from './calendar.js';
import { equalBytes } from './merkle.js';
import { cosigned, signing, type Checkpoint, type Key } from './note.js';
import type { Outside } from './outside.js';
import type { Keys } from './records.js';

// Who signed what: docs/formats.md, sections 10.3 and 10.7.

/** The root of the log's first entries; undefined where it cannot be seen. */
export type RootAt = (size: number) => Uint8Array | undefined;

/** A note that counts, with the time of its earliest cosignature. */
export interface Kept {
  readonly note: Checkpoint;
  /** Distinct witnesses that cosigned it. */
  readonly witnesses: number;
  /** Seconds since 1970; undefined without a cosignature. */
  readonly seen: number | undefined;
}

export class Trust {
  readonly #outside: Outside;
  readonly #keys: Keys;
  readonly #origin: string;
  /** Which keys count, by identity; undefined where all do. */
  readonly #counted: Set<string> | undefined;
  readonly #known = new Map<Checkpoint, { readonly may: readonly Key[]; readonly signings: Map<string, ReturnType<typeof signing>> }>();

  constructor(outside: Outside, keys: Keys, origin: string, own: Checkpoint | undefined, rootAt: RootAt) {
    [this.#outside, this.#keys, this.#origin] = [outside, keys, origin];
    this.#counted = outside.keys && new Set(outside.keys.map(({ identity }) => identity));
    if (!this.#counted) return;
    const seen = [...(own ? [own] : []), ...outside.checkpoints].filter((note) => {
      if (note.origin !== origin) return false;
      const root = rootAt(note.size);
      return note === own || (root !== undefined && equalBytes(root, note.root));
    });
    for (let grew = true; grew;) {
      const before = this.#counted.size;
      for (const note of seen) if (this.signed(note) === 'valid') for (const key of keys.addedBefore(note.size)) this.#counted.add(key.identity);
      grew = this.#counted.size > before;
    }
  }

  #of(note: Checkpoint): { readonly may: readonly Key[]; readonly signings: Map<string, ReturnType<typeof signing>> } {
    const known = this.#known.get(note) ?? { may: this.#keys.maySign(note.size), signings: new Map<string, ReturnType<typeof signing>>() };
    this.#known.set(note, known);
    return known;
  }

  /** Whether keys that may sign the note did: one wrong signature spoils it. */
  signed(note: Checkpoint, others: readonly Key[] = []): 'valid' | 'wrong' | 'absent' {
    if (note.origin !== this.#origin) return 'absent';
    const { may, signings } = this.#of(note);
    const keys = [...may.filter(({ identity }) => this.#counted?.has(identity) ?? true), ...others];
    let outcome: 'valid' | 'absent' = 'absent';
    for (const key of keys) {
      const name = `${key.identity} ${key.name}`;
      const one = signings.get(name) ?? signing(note, key);
      signings.set(name, one);
      if (one === 'wrong') return 'wrong';
      if (one === 'valid' && key.name === this.#origin) outcome = 'valid';
    }
    return outcome;
  }

  /** Which witnesses cosigned a note; undefined if one of them did so wrongly. */
  cosigned(note: Checkpoint): Kept | undefined {
    const times = new Map<string, number>();
    for (const key of this.#outside.witnesses) {
      const time = cosigned(note, key);
      if (time === 'wrong') return undefined;
      if (time !== 'absent') times.set(key.identity, Math.min(time, times.get(key.identity) ?? Infinity));
    }
    return { note, witnesses: times.size, seen: times.size > 0 ? Math.min(...times.values()) : undefined };
  }

  /** The notes from outside that count, and how many were passed over. */
  kept(): { readonly notes: readonly Kept[]; readonly passed: number } {
    const notes = this.#outside.checkpoints.flatMap((note) => (this.signed(note, this.#outside.keys) === 'valid' ? (this.cosigned(note) ?? []) : []));
    return { notes, passed: this.#outside.checkpoints.length + this.#outside.unreadable - notes.length };
  }
}

/** Whether an entry outside a note is dated before somebody saw the note. */
export const isBackdated = (index: number, time: string, { note, seen }: Kept): boolean => seen !== undefined && index >= note.size && secondsOf(time) < seen;
