import { readCheckpoint, readLogKey, readWitnessKey, type Checkpoint, type Key } from './note.js';
import { integer, refuse, Refusal } from './shapes.js';

/** What a checker knows from elsewhere than from what he checks. */
export interface OutsideOptions {
  /** Verifier keys of the log. Without them whatever key the log names is taken. */
  readonly keys?: readonly string[];
  /** Signed notes of the log that somebody kept. */
  readonly checkpoints?: readonly string[];
  /** Verifier keys of witnesses, and how many of them must have cosigned. */
  readonly witnesses?: { readonly keys: readonly string[]; readonly quorum: number };
}

export interface Outside {
  readonly keys: readonly Key[] | undefined;
  readonly checkpoints: readonly Checkpoint[];
  /** Notes that could not be read. */
  readonly unreadable: number;
  readonly witnesses: readonly Key[];
  readonly quorum: number;
}

const MOST_KEYS = 1_000;
const MOST_NOTES = 100_000;

/** Texts of a list, each looked at once. */
function texts(value: unknown, name: string, most: number): readonly string[] {
  if (!Array.isArray(value) || value.length > most) refuse(`\`${name}\` must be a list of at most ${most} texts`);
  return Array.from(value as readonly unknown[], (item) => (typeof item === 'string' ? item : refuse(`\`${name}\` must be a list of texts`)));
}

class BadKey extends Error {}

function keys(value: unknown, name: string, read: (text: string) => Key | undefined): readonly Key[] {
  const all = new Map<string, Key>();
  for (const text of texts(value, name, MOST_KEYS)) {
    const key = read(text);
    if (!key) throw new BadKey(`\`${name}\` holds a key that is malformed or weak`);
    all.set(`${key.identity} ${key.name}`, key);
  }
  return [...all.values()];
}

/** Reads the options of a check once. Gives back what is wrong with them, if anything; never throws. */
export function readOutside(options: unknown): Outside | { readonly code: 'E_FORMAT' | 'E_KEY'; readonly detail: string } {
  try {
    const from = (options ?? {}) as Record<keyof OutsideOptions, unknown>;
    if (typeof from !== 'object') refuse('the options must be an object');
    const [known, kept, witnesses] = [from.keys, from.checkpoints, from.witnesses];
    let [cosigners, quorum]: [readonly Key[], number] = [[], 1];
    if (witnesses !== undefined) {
      if (typeof witnesses !== 'object' || witnesses === null) refuse('`witnesses` must be an object');
      cosigners = keys((witnesses as { keys?: unknown }).keys, 'witnesses.keys', readWitnessKey);
      quorum = integer(1, Math.max(1, new Set(cosigners.map(({ identity }) => identity)).size))((witnesses as { quorum?: unknown }).quorum);
    }
    const notes = kept === undefined ? [] : texts(kept, 'checkpoints', MOST_NOTES).map(readCheckpoint);
    const checkpoints = notes.flatMap((note) => note ?? []);
    return { keys: known === undefined ? undefined : keys(known, 'keys', readLogKey), checkpoints, unreadable: notes.length - checkpoints.length, witnesses: cosigners, quorum };
  } catch (thrown) {
    if (thrown instanceof BadKey) return { code: 'E_KEY', detail: `Of what the checker was given ${thrown.message}.` };
    return { code: 'E_FORMAT', detail: Refusal.is(thrown) ? `Of what the checker was given something is not in its form: ${thrown.message}.` : 'What the checker was given cannot be read.' };
  }
}
