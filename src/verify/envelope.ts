import { decision, policy, proposal, publicRound, repair, round, type PublicRound, type Round } from './documents.js';
import { entry, hex64 } from './entry.js';
import { at, count, day, filled, hash, id, integer, json, list, matching, nullable, object, oneOf, pair, refuse, text, truth, whole, type Reader } from './shapes.js';

// What stands around the documents: docs/formats.md, sections 6, 10.4, 11.2 and 11.4.

/** Any text without half surrogates, of at most so many UTF-16 units; lines of a note end in line feeds. */
const lines = (most: number): Reader<string> => (value) =>
  typeof value !== 'string' ? refuse('must be a text') : value.length > most ? refuse('is too long') : /\p{Cs}/u.test(value) ? refuse('holds half of a surrogate pair') : value;
export const noteText = lines(1_000_000);
export const proofHashes = list(lines(Infinity)); // that each is base64 of a hash is for the check of the proof to say
export const salt = hex64;
const index = integer(0, Number.MAX_SAFE_INTEGER);

export const trail = object(
  { checkpoint: noteText, entries: list(entry), proofs: nullable(list(proofHashes)), openings: list(object({ entry: index, path: text, salt, value: json })) },
  { attachments: json },
);
export type Trail = ReturnType<typeof trail>;

const input = object({ key: hex64, people: list(pair(id, hex64)), commitments: list(hex64) });
export type Input = ReturnType<typeof input>;

const leafPath = matching(/^(?:\/[A-Za-z0-9._-]{1,64}){1,4}$/, 'the path of a leaf');
const leaf: Reader<readonly [string, string, string | null]> = (value) => {
  if (!Array.isArray(value) || value.length !== 3) refuse('must be a path, a commitment and a salt or null');
  const [path, commitment, salted] = value as [unknown, unknown, unknown];
  return [at(0, () => leafPath(path)), at(1, () => hex64(commitment)), at(2, () => nullable(salt)(salted))];
};
const publicInput = object({ leaves: list(leaf) });
export type PublicInput = ReturnType<typeof publicInput>;

const pseudonym = matching(/^p-[0-9a-f]{20}$/, 'a pseudonym');
const publicProposal = object({
  format: oneOf('meritra/public-proposal/1'),
  round: object({ id, asOf: day }),
  policy: object({ id, hash }),
  objective: oneOf('levels', 'total', 'stable'),
  status: oneOf('optimal', 'feasible', 'infeasible'),
  objectives: list(object({ stage: text, value: whole })),
  gap: nullable(object({ stage: text, value: whole, bound: whole })),
  seats: list(pair(pseudonym, id)),
  moves: list(object({ person: pseudonym, from: nullable(id), to: nullable(id), kind: oneOf('entry', 'release', 'promotion', 'lateral', 'demotion'), route: nullable(id) })),
  vacant: list(object({ position: id, seats: count, cause: oneOf('out-of-scope', 'no-eligible', 'shortage', 'not-worth-it') })),
  tiesProven: truth,
});
export type PublicProposal = ReturnType<typeof publicProposal>;

const format = oneOf('meritra/bundle/1');
const full = object({ format, profile: oneOf('full'), round, policy, proposal }, { decision, repairs: filled(list(repair)), trail, input });
const open = object({ format, profile: oneOf('public'), round: publicRound, policy, proposal: publicProposal, trail, input: publicInput });

export type FullBundle = ReturnType<typeof full>;
export type PublicBundle = ReturnType<typeof open>;

export const bundle: Reader<FullBundle | PublicBundle> = (value) => {
  const claimed = typeof value === 'object' && value !== null ? (value as { readonly profile?: unknown }).profile : undefined;
  if (claimed === 'public') return open(value);
  const read = full(value);
  return (read.trail === undefined) === (read.input === undefined) ? read : refuse('has `trail` or `input` without the other');
};

/** A public round as a round in which nobody is: what its rows say of each other is checked like that of any. */
export function emptied(from: PublicRound): Round {
  return { ...from, scope: { ...from.scope, people: 'all' }, people: [], relations: [], pins: [], waivers: [] };
}

export const disclosure = object({
  format: oneOf('meritra/disclosure/1'), checkpoint: noteText, entry, proof: proofHashes,
  openings: list(object({ path: text, salt, value: json })),
  leaves: list(object({ index, path: text, salt, value: json, proof: proofHashes })),
});
export type Disclosure = ReturnType<typeof disclosure>;
