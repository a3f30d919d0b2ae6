import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../../src/canonical/index.js';
import { propose, parseRound, seal, bundle, type Policy, type Proposal, type Round, type SealedPolicy } from '../../src/index.js';
import { formatVerifierKey, inclusionProof, leafHash, rootOf, signCheckpoint, signerOf, Tree, type Signer } from '../../src/trail/index.js';
import { commitment as tieCommitment, NONCE, toyPolicy } from '../support/toy.js';
import type { Loose } from './changes.js';

/*
 * What an attacker writes with: entries, frozen inputs and bundles straight from docs/formats.md sections 10 and 11, with the true key and without one
 * of the checks of the library. Whatever it is told to write it writes.
 */

const lp = (text: string): Buffer => {
  const body = Buffer.from(text, 'utf8');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
};
const sha = (...parts: readonly (string | Uint8Array)[]): Buffer => createHash('sha256').update(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))).digest();
export const hashOf = (document: Loose): string => `sha256:${sha(`${document.format}\n${canonicalJson(document)}`).toString('hex')}`;
const commitmentOf = (salt: string, path: string, value: Loose): string => sha(Uint8Array.of(2), lp(salt), lp(path), canonicalJson(value)).toString('hex');
/** Numbers that look random and are the same every time. */
const drawn = (...of: readonly (string | number)[]): string => sha('drawn', ...of.map(String).map(lp)).toString('hex');

export const LOG: Signer = signerOf(new Uint8Array(32).fill(1), 'example.org/log');
export const LOG_KEY = formatVerifierKey(LOG);
export const WITNESS: Signer = signerOf(new Uint8Array(32).fill(2), 'inspectorate');
export const WITNESS_KEY = formatVerifierKey({ ...WITNESS, type: 'cosignature' });
export const PARTIES = ['board', 'panel'] as const;
export const NONCES: Readonly<Record<string, string>> = { board: NONCE.split('').reverse().join(''), panel: NONCE };
/** A policy with two parties to its lottery. */
export const policyOfTwo = (change: (policy: Policy) => void = () => undefined): Policy => toyPolicy((policy) => {
  policy.ties.commitments = PARTIES.map((party) => ({ party, hash: tieCommitment(party, NONCES[party]!) }));
  change(policy);
});
export const REVEALS = PARTIES.map((party) => ({ party, nonce: NONCES[party]! }));

/** A log as an attacker holds it: plain objects, any of which he may change, drop, double or put elsewhere. */
export class Pen {
  entries: Loose[] = [];
  openings: Loose[] = [];
  /** Seconds since 1970; every entry is a minute later than the one before. */
  now = Date.UTC(2026, 10, 20, 8) / 1000;

  add(kind: string, body: Loose, options: { readonly round?: string | undefined; readonly values?: Readonly<Record<string, Loose>>; readonly time?: string; readonly id?: string } = {}): number {
    const { round, values = {} } = options;
    const index = this.entries.length;
    const before: string | undefined = this.entries.at(-1)?.time;
    this.now = Math.max(this.now, before === undefined ? 0 : Date.parse(before) / 1000) + 60;
    const fields = Object.keys(values).sort().map((path) => {
      const salt = drawn('salt', index, path, kind);
      this.openings.push({ entry: index, path, salt, value: values[path] });
      return [path, commitmentOf(salt, path, values[path])];
    });
    const ordinal = round === undefined ? {} : { round, ordinal: this.entries.filter((e) => e.round === round).length };
    this.entries.push({ format: 'meritra/entry/1', index, id: options.id ?? `e-${index}`, time: options.time ?? timeOf(this.now), kind, ...ordinal, body, fields });
    return index;
  }

  copy(): Pen {
    return Object.assign(new Pen(), structuredClone({ entries: this.entries, openings: this.openings, now: this.now }));
  }

  lines(): string[] {
    return this.entries.map((entry) => canonicalJson(entry));
  }

  tree(): Tree {
    const tree = new Tree();
    for (const line of this.lines()) tree.append(leafHash(line));
    return tree;
  }

  /** A checkpoint over the first entries, signed with the true key. */
  async checkpoint(size = this.entries.length, signer = LOG): Promise<string> {
    const tree = this.tree();
    return signCheckpoint({ origin: LOG.name, size, root: rootOf(size, (level, index) => tree.hash(level, index)) }, signer);
  }
}

export const timeOf = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** Leaves of a frozen round with their salts, as section 11.2 has them: `[path, commitment]` by path, and what opens them. */
export function inputTree(round: Loose, policy: Loose): { readonly root: string; readonly leaves: number; readonly input: Loose; readonly pseudonyms: ReadonlyMap<string, string> } {
  const key = drawn('key', round.id);
  const keys = new Map<string, string>(round.people.map((p: Loose) => [p.id, drawn('key', round.id, p.id)]));
  const pseudonyms = new Map([...keys].map(([id, own]) => [id, `p-${sha(Uint8Array.of(3), lp(own)).toString('hex').slice(0, 20)}`]));
  const found: [string, Loose, readonly string[]][] = [];
  const leaf = (path: string, value: Loose, people: readonly string[] = []): void => void found.push([path, value ?? null, [...new Set(people)].sort((a, b) => (pseudonyms.get(a)! < pseudonyms.get(b)! ? -1 : 1))]);
  for (const name of ['format', 'id', 'title', 'asOf', 'horizon', 'opened']) leaf(`/${name}`, round[name]);
  leaf('/scope/positions', round.scope.positions);
  leaf('/scope/people', round.scope.people === 'all' ? 'all' : 'listed');
  for (const table of ['sources', 'units', 'positions']) for (const row of round[table]) leaf(`/${table}/${row.id}`, row);
  const attributes: [string, Loose][] = Object.entries(policy.attributes).filter(([, spec]) => (spec as Loose).of === 'person');
  const items = (list: Loose[] | undefined, name: string): Loose => {
    const own = (list ?? []).filter((item) => item.attribute === name).map(({ attribute: _, ...rest }: Loose) => rest);
    return own.length > 0 ? own : null;
  };
  for (const p of round.people) {
    const at = `/people/${pseudonyms.get(p.id)!}`;
    for (const name of ['id', 'name', 'born', 'bornAt', 'seat', 'since', 'retires', 'acceptsLower', 'wishes']) leaf(`${at}/${name}`, p[name], [p.id]);
    leaf(`${at}/inScope`, round.scope.people === 'all' || round.scope.people.includes(p.id), [p.id]);
    for (const [name, { type }] of attributes) {
      if (type !== 'spells') leaf(`${at}/evidence/${name}`, items(p.evidence, name), [p.id]);
      else for (const table of ['spells', 'checked']) leaf(`${at}/${table}/${name}`, items(p[table], name), [p.id]);
    }
  }
  round.relations.forEach((row: Loose, k: number) => leaf(`/relations/${k}`, row, [row.a, row.b]));
  for (const table of ['pins', 'waivers']) round[table].forEach((row: Loose, k: number) => leaf(`/${table}/${k}`, row, [row.person]));
  for (const { person, interests, ...row } of round.actors) {
    leaf(`/actors/${row.id}`, row);
    leaf(`/actors/${row.id}/person`, person, person === undefined ? [] : [person]);
    leaf(`/actors/${row.id}/interests`, interests, (interests ?? []).map((one: Loose) => one.person));
  }
  found.sort(([a], [b]) => (a < b ? -1 : 1));
  const commitments = found.map(([path, value, people]) => {
    const salt = (people.length > 0 ? people.map((id) => keys.get(id)!) : [key]).reduce<Uint8Array>((s, own) => createHmac('sha256', Buffer.from(own, 'hex')).update(s).digest(), Buffer.from(path));
    return commitmentOf(Buffer.from(salt).toString('hex'), path, value);
  });
  const tree = new Tree();
  for (const one of commitments) tree.append(leafHash(Buffer.from(one, 'hex')));
  return { root: Buffer.from(tree.root()).toString('hex'), leaves: found.length, input: { key, people: [...keys].sort(([a], [b]) => (a < b ? -1 : 1)), commitments }, pseudonyms };
}

/** A round with its policy and proposal: what the entries of a trail speak of. */
export interface World {
  readonly round: Round;
  readonly sealed: SealedPolicy;
  readonly proposal: Proposal;
}

export async function worldOf(round: Round, policy = policyOfTwo()): Promise<World> {
  const sealed = seal(policy);
  const parsed = parseRound({ ...round, reveals: REVEALS }, sealed).round;
  return { round: parsed, sealed, proposal: await propose(parsed, sealed) };
}

export const GENESIS = { origin: LOG.name, keys: [LOG_KEY], witnesses: null, controller: 'Example office', retention: null };
export const rulesOf = (policy: Loose): string => hashOf({ ...policy, ties: { ...policy.ties, commitments: [] } });
export const sealBody = ({ policy }: SealedPolicy, more: Loose = {}): Loose => ({ policy: hashOf(policy), rules: rulesOf(policy), commitments: policy.ties.commitments, revealBy: '2026-11-25', reason: null, ...more });
export const freezeBody = ({ round, sealed }: World): Loose => {
  const { root, leaves } = inputTree(round, sealed.policy);
  return { root, leaves, people: round.people.length, positions: round.positions.length };
};
export const attemptBody = ({ sealed }: World, freeze: number, number = 1, reason: string | null = null): Loose => ({ number, freeze, policy: hashOf(sealed.policy), engine: { name: 'meritra', version: '0.1.0' }, reason });
export const proposalBody = ({ proposal }: World, attempt: number): Loose => ({ attempt, status: proposal.certain.status, objectives: proposal.certain.objectives, gap: proposal.certain.gap });
/** The document that section 11.4 makes of a proposal: people by their pseudonyms, in the order of these. */
export function publicOf({ proposal, round, sealed }: World): Loose {
  const { objective, policy, certain } = proposal as Loose;
  const { pseudonyms } = inputTree(round, sealed.policy);
  const { status, objectives, gap, tiesProven } = certain;
  const first = ([a]: Loose, [b]: Loose): number => (a < b ? -1 : 1);
  return {
    format: 'meritra/public-proposal/1', round: { id: round.id, asOf: round.asOf }, policy, objective, status, objectives, gap, tiesProven,
    seats: certain.seats.map(([person, position]: Loose) => [pseudonyms.get(person), position]).sort(first),
    moves: certain.moves.map(({ person, from, to, kind, route }: Loose) => ({ person: pseudonyms.get(person), from, to, kind, route })).sort((a: Loose, b: Loose) => first([a.person], [b.person])),
    vacant: certain.vacant.map(({ position, seats, cause }: Loose) => ({ position, seats, cause })),
  };
}
export const proposalValues = (world: World): Record<string, Loose> => ({ '/proposal': hashOf(world.proposal), '/public': hashOf(publicOf(world)) });

/** Sealed, opened, frozen, revealed, tried and proposed, as the rules have it. */
export function story(world: World, pen = new Pen()): Pen {
  const round = world.round.id;
  if (pen.entries.length === 0) pen.add('genesis', GENESIS);
  pen.add('seal', sealBody(world.sealed), { round });
  pen.add('open', { on: '2026-11-21', positions: 'all' }, { round });
  const freeze = pen.add('freeze', freezeBody(world), { round });
  for (const reveal of REVEALS) pen.add('reveal', reveal, { round });
  const attempt = pen.add('attempt', attemptBody(world, freeze), { round });
  pen.add('proposal', proposalBody(world, attempt), { round, values: proposalValues(world) });
  return pen;
}

/** The bundle of a round with the whole log, or with an excerpt of it. */
export async function trailBundle(world: World, pen: Pen, { excerpt = false, checkpoint }: { readonly excerpt?: boolean; readonly checkpoint?: string } = {}): Promise<Loose> {
  const { round, sealed, proposal } = world;
  const entries = excerpt ? pen.entries.filter((e) => e.round === round.id || e.round === undefined) : pen.entries;
  const tree = pen.tree();
  const size = pen.entries.length;
  const proofs = excerpt ? entries.map((e) => inclusionProof(e.index, size, (level, index) => tree.hash(level, index)).map((hash) => Buffer.from(hash).toString('base64'))) : null;
  const own = new Set(entries.filter((e) => e.round === round.id).map((e) => e.index));
  return structuredClone({
    ...bundle(proposal, round, sealed),
    trail: { checkpoint: checkpoint ?? (await pen.checkpoint()), entries, proofs, openings: pen.openings.filter(({ entry }) => own.has(entry)) },
    input: inputTree(round, sealed.policy).input,
  });
}
