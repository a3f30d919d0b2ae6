import { createHash, createHmac, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { canonical, commitment, good, hashOf, lp, sealed, type Loose } from './builder.js';

// A small writer of logs and bundles from docs/formats.md, sections 9 to 11, for tests. Nothing here comes from src: hashes and keys by node:crypto,
// trees by the recursion of RFC 6962, slow and plain.

export const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const byte = (...all: number[]): Buffer => Buffer.from(all);

const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return sha256(byte(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}
export function inclusion(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return m < k ? [...inclusion(m, leaves.slice(0, k)), rootOf(leaves.slice(k))] : [...inclusion(m - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}
const base64 = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('base64'));

export interface Signer {
  readonly name: string;
  readonly key: KeyObject;
  readonly vkey: string;
  readonly id: Buffer;
}
/** A key pair from a seed; type 1 signs logs, 4 cosigns. */
export function signer(name: string, seed: number, type = 1): Signer {
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha256(`seed ${seed}`)]), format: 'der', type: 'pkcs8' });
  const bytes = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const blob = Buffer.concat([byte(type), bytes]);
  const id = sha256(name, byte(0x0a), blob).subarray(0, 4);
  return { name, key, vkey: `${name}+${id.toString('hex')}+${blob.toString('base64')}`, id };
}
export const signature = (text: string, { name, key, id }: Signer): string => `\u2014 ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64')}\n`;
export function cosignature(note: string, { name, key, id }: Signer, time: string): string {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const seconds = Date.parse(time) / 1000;
  const eight = Buffer.alloc(8);
  eight.writeBigUInt64BE(BigInt(seconds));
  return `\u2014 ${name} ${Buffer.concat([id, eight, sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key)]).toString('base64')}\n`;
}

export const ORIGIN = 'test.example/log';
export const LOG_KEY = signer(ORIGIN, 1);

/** Section 10.1. */
export const commit = (salt: string, path: string, value: Loose): string => sha256(byte(2), lp(salt), lp(path), canonical(value)).toString('hex');

const ofLog = new Set(['genesis', 'key', 'erasure']);

export class Log {
  entries: Loose[] = [];
  readonly vault = new Map<string, { salt: string; value: Loose }>();
  time = '2026-01-05T08:00:00Z';

  static begun(body: Loose = {}): Log {
    const log = new Log();
    log.add('genesis', { origin: ORIGIN, keys: [LOG_KEY.vkey], witnesses: null, controller: 'The office', retention: null, ...body });
    return log;
  }

  /** Appends an entry, whatever it says; gives its index. */
  add(kind: string, body: Loose, fields: Loose = {}, over: Loose = {}): number {
    const index = this.entries.length;
    this.time = new Date(Date.parse(this.time) + 60_000).toISOString().replace('.000Z', 'Z');
    const committed = Object.keys(fields).sort().map((path) => {
      const salt = sha256(`salt ${index} ${path}`).toString('hex');
      this.vault.set(`${index} ${path}`, { salt, value: fields[path] });
      return [path, commit(salt, path, fields[path])];
    });
    const round = ofLog.has(kind) ? {} : { round: over.round ?? 'r1', ordinal: this.entries.filter((entry) => entry.round === (over.round ?? 'r1')).length };
    this.entries.push({ format: 'meritra/entry/1', index, id: `e${index}`, time: this.time, kind, ...round, body, fields: committed, ...over });
    return index;
  }

  leaves(size = this.entries.length): Buffer[] {
    return this.entries.slice(0, size).map((entry) => sha256(byte(0), canonical(entry)));
  }

  note(size = this.entries.length, ...signers: Signer[]): string {
    const text = `${ORIGIN}\n${size}\n${rootOf(this.leaves(size)).toString('base64')}\n`;
    return `${text}\n${(signers.length > 0 ? signers : [LOG_KEY]).map((one) => signature(text, one)).join('')}`;
  }

  text(): string {
    return this.entries.map((entry) => `{"entry":${canonical(entry)},"leaf":"${sha256(byte(0), canonical(entry)).toString('hex')}"}\n`).join('');
  }

  last(kind: string): number {
    return this.entries.findLastIndex((entry) => entry.kind === kind);
  }

  /** Section 10.4. */
  trail({ whole = true, round = 'r1', only = '' }: { whole?: boolean; round?: string; only?: string } = {}): Loose {
    const all = this.leaves();
    const named = new Set(this.entries.filter((entry) => entry.round === round || ofLog.has(entry.kind)).map(({ index }) => index));
    const entries = whole ? this.entries : this.entries.filter(({ index }) => named.has(index));
    const erased = new Set(this.entries.filter(({ kind }) => kind === 'erasure').flatMap(({ body }) => body.entries.flatMap(([index, paths]: [number, string[]]) => paths.map((path) => `${index} ${path}`))));
    const openings = this.entries.filter((entry) => entry.round === round).flatMap((entry) =>
      entry.fields.map(([path]: [string]) => path).filter((path: string) => !erased.has(`${entry.index} ${path}`) && (only === '' || path === only)).map((path: string) => ({ entry: entry.index, path, ...this.vault.get(`${entry.index} ${path}`)! })));
    return structuredClone({ checkpoint: this.note(), entries, proofs: whole ? null : entries.map(({ index }) => base64(inclusion(index, all))), openings });
  }
}

/** Section 11.2: path, value and people of every leaf, in the order of the paths. */
export function leavesOf(round: Loose, policy: Loose, keys: ReadonlyMap<string, string>, roundKey: string): { path: string; commitment: string; salt: string; value: Loose; open: boolean }[] {
  const pseudonym = (id: string): string => pseudonymOf(keys.get(id)!);
  const leaves: { path: string; value: Loose; about: string[] }[] = [];
  const add = (path: string, value: Loose, ...about: string[]): void => void leaves.push({ path, value: value ?? null, about: [...new Set(about)] });
  for (const key of ['format', 'id', 'title', 'asOf', 'horizon', 'opened']) add(`/${key}`, round[key]);
  add('/scope/positions', round.scope.positions);
  add('/scope/people', round.scope.people === 'all' ? 'all' : 'listed');
  for (const table of ['sources', 'units', 'positions']) for (const row of round[table]) add(`/${table}/${row.id}`, row);
  for (const person of round.people) {
    const of = (path: string, value: Loose): void => add(`/people/${pseudonym(person.id)}/${path}`, value, person.id);
    for (const field of ['id', 'name', 'born', 'bornAt', 'seat', 'since', 'retires', 'acceptsLower', 'wishes']) of(field, person[field]);
    of('inScope', round.scope.people === 'all' || round.scope.people.includes(person.id));
    for (const [name, attribute] of Object.entries(policy.attributes) as readonly (readonly [string, Loose])[]) {
      if (attribute.of !== 'person') continue;
      for (const table of attribute.type === 'spells' ? ['spells', 'checked'] : ['evidence']) {
        const items = (person[table] ?? []).filter((item: Loose) => item.attribute === name).map(({ attribute: _, ...rest }: Loose) => rest);
        of(`${table}/${name}`, items.length > 0 ? items : null);
      }
    }
  }
  round.relations.forEach((row: Loose, k: number) => add(`/relations/${k}`, row, row.a, row.b));
  for (const table of ['pins', 'waivers']) round[table].forEach((row: Loose, k: number) => add(`/${table}/${k}`, row, row.person));
  for (const { person, interests, ...rest } of round.actors) {
    add(`/actors/${rest.id}`, rest);
    add(`/actors/${rest.id}/person`, person, ...(person ? [person] : []));
    add(`/actors/${rest.id}/interests`, interests, ...(interests ?? []).map((one: Loose) => one.person));
  }
  return leaves.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, value, about }) => {
    let salt: Buffer = Buffer.from(path);
    const by = about.sort((a, b) => (pseudonym(a) < pseudonym(b) ? -1 : 1)).map((id) => keys.get(id)!);
    for (const key of by.length > 0 ? by : [roundKey]) salt = createHmac('sha256', Buffer.from(key, 'hex')).update(salt).digest();
    const open = !/^\/(people|relations|pins|waivers)\/|^\/actors\/[^/]+\/./.test(path);
    return { path, value, salt: salt.toString('hex'), commitment: commit(salt.toString('hex'), path, value), open };
  });
}
export const pseudonymOf = (key: string): string => `p-${sha256(byte(3), lp(key)).toString('hex').slice(0, 20)}`;
export const leafRoot = (commitments: readonly string[]): Buffer[] => commitments.map((hex) => sha256(byte(0), Buffer.from(hex, 'hex')));

export const NONCES: readonly (readonly [string, string])[] = [['ombudsman', 'aa'.repeat(16)], ['union', '00112233445566778899aabbccddeeff']];
export const rules = (policy: Loose): string => hashOf({ ...policy, ties: { ...policy.ties, commitments: [] } });

export interface Story {
  readonly log: Log;
  readonly bundle: Loose;
  readonly keys: ReadonlyMap<string, string>;
  readonly roundKey: string;
}

/** The good bundle with two parties, actors and a relation. */
export function documents(): Loose {
  const bundle = good();
  bundle.policy.ties.commitments = NONCES.map(([party, nonce]) => ({ party, hash: commitment(party, nonce) }));
  bundle.round.reveals = NONCES.map(([party, nonce]) => ({ party, nonce }));
  bundle.round.actors = [
    { id: 'boss', role: 'decider' },
    { id: 'panel-1', role: 'panel', person: 'dewi', statement: { on: '2025-12-01', document: 'Statement 1' }, interests: [{ person: 'ana', kind: 'cousin', degree: 4 }] },
  ];
  bundle.round.relations = [{ a: 'ana', b: 'budi', kind: 'in-law', degree: 5, source: 'file' }];
  return sealed(bundle);
}

/** What happens in a round up to a step: `until` the proposal, if not told otherwise. */
export function tell(change: (documents: Loose) => void = () => undefined, until: 'seal' | 'open' | 'freeze' | 'reveal' | 'proposal' | 'decision' = 'decision', log = Log.begun()): Story {
  const bundle = documents();
  change(bundle);
  sealed(bundle);
  const { round, policy, proposal } = bundle;
  const roundKey = sha256('round key').toString('hex');
  const keys = new Map<string, string>(round.people.map(({ id }: Loose) => [id, sha256(`key of ${id}`).toString('hex')]));
  const story: Story = { log, bundle, keys, roundKey };
  log.add('seal', { policy: hashOf(policy), rules: rules(policy), commitments: policy.ties.commitments, revealBy: '2026-02-01', reason: null });
  if (until === 'seal') return story;
  log.add('statement', { actor: 'panel-1', role: 'panel', document: 'Statement 1' }, { '/person': 'dewi', '/interests': round.actors[1]?.interests ?? null });
  log.add('open', { on: round.opened ?? round.asOf, positions: 'all' });
  if (until === 'open') return story;
  log.add('rating', { actor: 'panel-1', document: 'Minutes 1' }, { '/person': 'budi', '/attribute': 'score', '/value': 70 });
  log.add('recusal', { actor: 'panel-1', reason: 'A cousin is among the candidates.' }, { '/person': 'ana' });
  freeze(story);
  if (until === 'freeze') return story;
  for (const [party, nonce] of NONCES) log.add('reveal', { party, nonce });
  if (until === 'reveal') return story;
  propose(story);
  if (until === 'proposal') return story;
  bundle.decision = decisionOf(bundle);
  log.add('decision', { proposal: log.last('proposal'), by: 'boss', on: bundle.decision.on, changes: 0, loss: bundle.decision.loss.map(({ stage, loss }: Loose) => ({ stage, value: loss })) }, { '/decision': hashOf(bundle.decision) });
  void proposal;
  return story;
}

export function freeze({ log, bundle, keys, roundKey }: Story): void {
  const leaves = leavesOf(bundle.round, bundle.policy, keys, roundKey);
  bundle.input = { key: roundKey, people: [...keys], commitments: leaves.map(({ commitment: one }) => one) };
  log.add('freeze', { root: rootOf(leafRoot(bundle.input.commitments)).toString('hex'), leaves: leaves.length, people: keys.size, positions: bundle.round.positions.length });
}

export function propose({ log, bundle, ...rest }: Story, reason: string | null = null, number = 1): void {
  const { policy, proposal } = bundle;
  log.add('attempt', { number, freeze: log.last('freeze'), policy: hashOf(policy), engine: { name: 'meritra', version: '0' }, reason });
  const { status, objectives, gap } = proposal.certain;
  log.add('proposal', { attempt: log.last('attempt'), status, objectives, gap }, { '/proposal': hashOf(proposal), '/public': hashOf(publicProposal({ log, bundle, ...rest })) });
}

export function decisionOf({ round, policy, proposal }: Loose): Loose {
  return {
    format: 'meritra/amendment/1', act: 'decision', by: 'boss', on: '2026-01-20', round: proposal.round, policy: proposal.policy, of: { format: proposal.format, hash: hashOf(proposal) },
    changes: [], inForce: { required: [], forbidden: [], closed: [] }, changed: [], vacated: [], loss: proposal.certain.objectives.map(({ stage }: Loose) => ({ stage, loss: 0 })), plan: proposal.certain,
    ...(round && policy ? {} : {}),
  };
}

/** Section 11.4. */
export function publicProposal({ bundle, keys }: Story): Loose {
  const { round, policy, proposal } = bundle;
  const { certain } = proposal;
  const hide = (id: string): string => pseudonymOf(keys.get(id)!);
  const by = (a: Loose, b: Loose): number => ((a.person ?? a[0]) < (b.person ?? b[0]) ? -1 : 1);
  return {
    format: 'meritra/public-proposal/1', round: { id: round.id, asOf: round.asOf }, policy: { id: policy.id, hash: hashOf(policy) }, objective: policy.objective,
    status: certain.status, objectives: certain.objectives, gap: certain.gap,
    seats: certain.seats.map(([person, position]: [string, string]) => [hide(person), position]).sort(by),
    moves: certain.moves.map(({ person, from, to, kind, route }: Loose) => ({ person: hide(person), from, to, kind, route })).sort(by),
    vacant: certain.vacant.map(({ position, seats, cause }: Loose) => ({ position, seats, cause })), tiesProven: certain.tiesProven,
  };
}

export function fullBundle(story: Story, options: { whole?: boolean } = {}): Loose {
  return structuredClone({ ...story.bundle, trail: story.log.trail(options) });
}

export function publicBundle(story: Story, options: { whole?: boolean } = {}): Loose {
  const { bundle, log, keys, roundKey } = story;
  const { people: _, relations: _r, pins: _p, waivers: _w, ...round } = bundle.round;
  return structuredClone({
    format: 'meritra/bundle/1', profile: 'public',
    round: { ...round, scope: { ...round.scope, people: round.scope.people === 'all' ? 'all' : 'listed' }, actors: round.actors.map(({ person: _x, interests: _y, ...rest }: Loose) => rest) },
    policy: bundle.policy, proposal: publicProposal(story),
    trail: log.trail({ ...options, only: '/public' }),
    input: { leaves: leavesOf(bundle.round, bundle.policy, keys, roundKey).map(({ path, commitment: one, salt, open }) => [path, one, open ? salt : null]) },
  });
}

/** Section 11.3. */
export function disclosure(story: Story, index: number, paths: readonly string[], leafPaths: readonly string[] = []): Loose {
  const { log, bundle, keys, roundKey } = story;
  const all = leavesOf(bundle.round, bundle.policy, keys, roundKey);
  const tree = leafRoot(all.map(({ commitment: one }) => one));
  return structuredClone({
    format: 'meritra/disclosure/1', checkpoint: log.note(), entry: log.entries[index], proof: base64(inclusion(index, log.leaves())),
    openings: paths.map((path) => ({ path, ...log.vault.get(`${index} ${path}`)! })),
    leaves: leafPaths.map((path) => {
      const k = all.findIndex((leaf) => leaf.path === path);
      return { index: k, path, salt: all[k]!.salt, value: all[k]!.value, proof: base64(inclusion(k, tree)) };
    }),
  });
}
