import { parseNote } from './note.js';
import { shortCode } from './short-code.js';

/** An entry as far as a story needs it. */
export interface ToldEntry {
  readonly index: number;
  readonly time: string;
  readonly kind: string;
  readonly round?: string;
  readonly body: unknown;
}

/** The trail of a bundle as far as a story needs it. */
export interface ToldTrail {
  /** The text of the signed note. */
  readonly checkpoint: string;
  readonly entries: readonly ToldEntry[];
}

/** One step of a round that a reader looks for: its number in the log and what the writer's clock said. */
export interface StoryStep {
  readonly index: number;
  readonly time: string;
}

/** What the trail of a bundle tells about its round, in the order of the log. Counts and reasons; nobody's name. */
export interface RoundStory {
  /** The checkpoint the bundle rests on, a signed note. */
  readonly checkpoint: string;
  readonly origin: string;
  /** Entries of the log under that checkpoint. */
  readonly size: number;
  readonly shortCode: string;
  /** How many entries a checkpoint must cover to cover every entry of the round. */
  readonly covers: number;
  /** Verifier keys that the log begins with. */
  readonly keys: readonly string[];
  readonly controller: string;
  /** Witnesses that the log names, and how many of them it asks for; null where it names none. */
  readonly witnesses: { readonly keys: readonly string[]; readonly quorum: number } | null;
  readonly seals: readonly (StoryStep & { readonly parties: number; readonly reason: string | null })[];
  readonly opened: StoryStep | null;
  readonly freezes: readonly (StoryStep & { readonly people: number; readonly positions: number; readonly leaves: number })[];
  readonly reopened: readonly (StoryStep & { readonly by: string; readonly reason: string })[];
  /** Parties of the last seal's lottery that have revealed. */
  readonly reveals: number;
  readonly withheld: readonly (StoryStep & { readonly party: string; readonly reason: string })[];
  /** Official runs, each logged before it began. */
  readonly attempts: readonly (StoryStep & { readonly number: number; readonly reason: string | null; readonly end: 'proposal' | 'abandoned' | null })[];
  /** Runs that decide nothing, by purpose in code-point order. */
  readonly explorations: readonly { readonly purpose: string; readonly count: number }[];
  readonly statements: number;
  readonly objections: number;
  readonly answered: number;
  /** Erasures that touch this round: fields and people of it whose values are gone, and on what basis. */
  readonly erased: readonly (StoryStep & { readonly basis: string; readonly document: string; readonly fields: number; readonly people: number })[];
}

/**
 * The story of a round by the entries of its bundle. It believes them: whether they are what was logged says `verify`.
 * O(entries).
 */
export function roundStory({ checkpoint, entries }: ToldTrail, round: string): RoundStory {
  const { text } = parseNote(checkpoint);
  const [origin = '', size = ''] = text.split('\n');
  const mine = entries.filter((e) => e.round === round);
  const own = new Set(mine.map((e) => e.index));
  const step = ({ index, time }: ToldEntry): StoryStep => ({ index, time });
  const all = <K extends Kind>(kind: K, from: readonly ToldEntry[] = mine): readonly (StoryStep & Bodies[K])[] => from.filter((e) => e.kind === kind).map((e) => ({ ...(e.body as Bodies[K]), ...step(e) }));

  const genesis = all('genesis', entries)[0];
  const seals = all('seal');
  const freezes = all('freeze');
  const since = Math.max(seals.at(-1)?.index ?? -1, freezes.at(-1)?.index ?? -1);
  const ends = [...all('proposal').map((e) => ({ attempt: e.attempt, end: 'proposal' as const })), ...all('abandoned').map((e) => ({ attempt: e.attempt, end: 'abandoned' as const }))];
  const purposes = all('exploration').map((e) => e.purpose);
  const opened = all('open')[0];
  return {
    checkpoint,
    origin,
    size: Number(size),
    shortCode: shortCode(text),
    covers: mine.reduce((most, e) => Math.max(most, e.index + 1), 0),
    keys: genesis?.keys ?? [],
    controller: genesis?.controller ?? '',
    witnesses: genesis?.witnesses ?? null,
    seals: seals.map(({ index, time, commitments, reason }) => ({ index, time, parties: commitments.length, reason })),
    opened: opened ? { index: opened.index, time: opened.time } : null,
    freezes: freezes.map(({ index, time, people, positions, leaves }) => ({ index, time, people, positions, leaves })),
    reopened: all('reopen'),
    reveals: all('reveal').filter((e) => e.index > since).length,
    withheld: all('withheld'),
    attempts: all('attempt').map(({ index, time, number, reason }) => ({ index, time, number, reason, end: ends.find((e) => e.attempt === index)?.end ?? null })),
    explorations: [...new Set(purposes)].sort().map((purpose) => ({ purpose, count: purposes.filter((p) => p === purpose).length })),
    statements: all('statement').length,
    objections: all('objection').length,
    answered: all('answer').length,
    erased: all('erasure', entries).flatMap(({ index, time, basis, document, entries: gone, subjects }) => {
      const fields = gone.filter(([k]) => own.has(k)).reduce((sum, [, paths]) => sum + paths.length, 0);
      const people = subjects.filter(([of]) => of === round).length;
      return fields + people === 0 ? [] : [{ index, time, basis, document, fields, people }];
    }),
  };
}

/** The parts of entry bodies that are told (docs/formats.md section 10.2). */
interface Bodies {
  genesis: { readonly keys: readonly string[]; readonly controller: string; readonly witnesses: RoundStory['witnesses'] };
  seal: { readonly commitments: readonly unknown[]; readonly reason: string | null };
  open: object;
  freeze: { readonly people: number; readonly positions: number; readonly leaves: number };
  reopen: { readonly by: string; readonly reason: string };
  reveal: object;
  withheld: { readonly party: string; readonly reason: string };
  attempt: { readonly number: number; readonly reason: string | null };
  abandoned: { readonly attempt: number };
  proposal: { readonly attempt: number };
  exploration: { readonly purpose: string };
  statement: object;
  objection: object;
  answer: object;
  erasure: { readonly basis: string; readonly document: string; readonly entries: readonly (readonly [number, readonly string[]])[]; readonly subjects: readonly (readonly [string, string])[] };
}
type Kind = keyof Bodies;
