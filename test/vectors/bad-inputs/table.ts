/**
 * Every bad input the library promises an answer to, and the few odd ones it promises to take. An id stands for the same input,
 * and a row for the same codes, for ever; the paths are those of docs/formats.md.
 */
import type { ErrorCode, Proposal, WarningCode } from '../../../src/index.js';
import { hashDocument } from '../../../src/canonical/index.js';
import { bundle, parseFolder, parseRound, propose, seal } from '../../../src/index.js';
import { html } from '../../../src/reporting/html.js';
import { verify } from '../../../src/verify/index.js';
import { NONCE } from '../../support/toy.js';
import type { Files, Loose, World } from './world.js';

/** An input that must be refused: with exactly these problems, each `CODE path`. */
export interface Refused {
  readonly title?: string;
  readonly run: (world: World) => unknown;
  readonly issues: readonly `${ErrorCode} ${string}`[];
  /** Places of the first problem beside its path. */
  readonly related?: readonly string[];
  /** What its message says. */
  readonly says?: RegExp;
  readonly byteOffset?: number;
}

/** An input that must be taken, with exactly these warnings. */
export interface Taken {
  readonly title?: string;
  readonly run: (world: World) => unknown;
  readonly warnings?: readonly `${WarningCode} ${string}`[];
  /** True of what `run` gave. */
  readonly holds?: (result: Loose, world: World) => unknown;
}

export interface Row {
  readonly layer: string;
  /** The answer: `ok` or not, and every code, in order. */
  readonly ok: boolean;
  readonly codes: readonly (ErrorCode | WarningCode)[];
  readonly cases: readonly (Refused | Taken)[];
  /** Which part is somebody else's, and whose. */
  readonly later?: string;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const join = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const BOM = [0xef, 0xbb, 0xbf];
/** The bytes of a text with one character of it replaced. */
const withBytes = (text: string, mark: string, ...replacement: number[]): Uint8Array => {
  const at = text.indexOf(mark);
  return join(bytes(text.slice(0, at)), replacement, bytes(text.slice(at + mark.length)));
};
const first = (round: Loose): Loose => round.people[0];
const exam = (round: Loose): Loose => round.people[0].evidence[0];
const EXAM = '/people/0/evidence/0/value';

const refused = (run: Refused['run'], issues: Refused['issues'] | `${ErrorCode} ${string}`, more: Partial<Refused> = {}): Refused => ({ run, issues: typeof issues === 'string' ? [issues] : issues, ...more });
const taken = (run: Taken['run'], more: Partial<Taken> = {}): Taken => ({ run, ...more });
/** A round with one change. */
const broken = (change: (round: Loose, world: World) => void, issues: Refused['issues'] | `${ErrorCode} ${string}`, more: Partial<Refused> = {}): Refused =>
  refused((w) => w.parse((round) => change(round, w)), issues, more);
/** A policy with one change. */
const pack = (change: (policy: Loose) => void, issues: Refused['issues'] | `${ErrorCode} ${string}`, more: Partial<Refused> = {}): Refused => refused((w) => w.sealed(change), issues, more);
/** A table of the folder replaced. */
const csv = (name: string, text: (world: World) => string | Uint8Array, issues: Refused['issues'] | `${ErrorCode} ${string}`, more: Partial<Refused> = {}): Refused =>
  refused((w) => w.table(name, text(w)), issues, more);

const row = (layer: string, answer: string, ...cases: readonly (Refused | Taken)[]): Row => ({
  layer,
  ok: answer.startsWith('ok'),
  codes: (answer.match(/[EW]_[A-Z_]+/g) ?? []) as (ErrorCode | WarningCode)[],
  cases,
});

/** The proposal for a round, and the verdict of the stand-alone verifier on it. */
async function solved(world: World, change: (round: Loose) => void, policy?: (policy: Loose) => void): Promise<{ proposal: Proposal; round: Loose; text: string; fails: unknown[] }> {
  const sealed = world.sealed(policy);
  const { round } = parseRound(world.round(change) as object, sealed);
  const proposal = await propose(round, sealed);
  const { verdicts } = verify(bundle(proposal, round, sealed));
  return { proposal, round, text: JSON.stringify([round, proposal]), fails: verdicts.filter((v) => v.outcome === 'fails') };
}

/** Runs with names planted on Object.prototype, as careless code elsewhere does. */
async function polluted<T>(names: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T> {
  for (const [name, value] of Object.entries(names)) Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true });
  try {
    return await work();
  } finally {
    for (const name of Object.keys(names)) Reflect.deleteProperty(Object.prototype, name);
  }
}

/** A value that sits where the day of the first person's seat belongs. */
const since = (value: unknown): ((round: Loose) => void) => (round) => (first(round).since = value);
const scores = (cell: string): string => `id,skill,exam\nEMP-1,50,${cell}\nEMP-2,51,61\n`;

class Clerk {
  readonly day = '2020-01-01';
}

export const TABLE: Readonly<Record<string, Row>> = {
  // bytes
  B001: row('bytes', 'E_INPUT_EMPTY', refused((w) => w.read(bytes('')), 'E_INPUT_EMPTY ')),
  B002: row('bytes', 'E_INPUT_EMPTY', refused((w) => w.read(bytes('  \n\t')), 'E_INPUT_EMPTY ')),
  B003: row('bytes', 'ok + W_BOM_STRIPPED', taken((w) => w.read(join(BOM, bytes(w.text(() => undefined)))), { warnings: ['W_BOM_STRIPPED '] })),
  B004: row('bytes', 'E_JSON_SYNTAX', refused((w) => w.read(join(BOM, BOM, bytes(w.text(() => undefined)))), 'E_JSON_SYNTAX ', { byteOffset: 3 })),
  B005: row('bytes', 'E_ENCODING', refused((w) => w.read(join([0xff, 0xfe], [...w.text(() => undefined)].flatMap((c) => [c.charCodeAt(0), 0]))), 'E_ENCODING ', { byteOffset: 0, says: /UTF-16/ })),
  B006: row('bytes', 'E_ENCODING', refused((w) => w.read(withBytes(w.text((r) => (first(r).name += '@')), '@', 0xff)), 'E_ENCODING ', { says: /^byte [1-9][0-9]* / })),
  B007: row('bytes', 'E_ENCODING', refused((w) => w.read(withBytes(w.text((r) => (first(r).name += '@')), '@', 0xc0, 0xaf)), 'E_ENCODING ')),
  B008: row('bytes', 'E_ENCODING', refused((w) => w.read(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0)), 'E_ENCODING ', { says: /gzip/ })),
  B009: row('bytes', 'E_LIMIT_BYTES', refused((w) => w.read(new Uint8Array(268_435_457)), 'E_LIMIT_BYTES ', { says: /at most 268435456 bytes/ })),

  // JSON
  B010: row('json', 'E_JSON_SYNTAX', refused((w) => w.read(`{"people":[${JSON.stringify(first(w.round()))},]}`), 'E_JSON_SYNTAX ', { says: /line 1, column \d+/ })),
  B011: row('json', 'E_JSON_SYNTAX', refused((w) => w.read(w.text(() => undefined, (text) => `${text} // ok`)), 'E_JSON_SYNTAX ')),
  B012: row('json', 'E_JSON_SYNTAX', refused((w) => w.read(w.raw((r, mark) => (exam(r).value = mark), 'NaN')), 'E_JSON_SYNTAX ')),
  B013: row('json', 'E_JSON_SYNTAX', refused((w) => w.read('{"people":[{"id":"A1"'), 'E_JSON_SYNTAX ', { says: /cut short/, byteOffset: 21 })),
  B014: row('json', 'E_JSON_SYNTAX', refused((w) => w.read('{}{}'), 'E_JSON_SYNTAX ', { byteOffset: 2 })),
  B015: row('json', 'E_JSON_DUP_KEY', refused((w) => w.read(w.text(() => undefined, (t) => t.replace('"id":"EMP-0"', '"id":"EMP-0","id":"EMP-X"'))), 'E_JSON_DUP_KEY /people/0/id')),
  B016: row('json', 'E_JSON_DUP_KEY', refused((w) => w.read(w.text(() => undefined, (t) => t.replace('"id":"EMP-0"', '"id":"EMP-0","\\u0069d":"EMP-X"'))), 'E_JSON_DUP_KEY /people/0/id')),
  B017: row('json', 'E_JSON_DUP_KEY', refused((w) => seal(JSON.stringify(w.policy()).replace('"exam":60', '"\u00e9":30,"e\u0301":30')), 'E_JSON_DUP_KEY /weights/\u00e9')),
  B018: row('json', 'E_LIMIT_DEPTH', refused((w) => w.read('['.repeat(1_000_000)), `E_LIMIT_DEPTH ${'/0'.repeat(65)}`)),
  B019: row('json', 'E_LIMIT_DEPTH', refused((w) => w.read(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`), `E_LIMIT_DEPTH ${'/a'.repeat(65)}`)),
  B020: row(
    'json',
    'E_LIMIT_STRING',
    refused((w) => w.read(w.text((r) => (first(r).name = w.word.padEnd(10_000_000, 'a')))), 'E_LIMIT_STRING /people/0/name'),
    broken((r, w) => (first(r).name = w.word.padEnd(1025, 'a')), 'E_LIMIT_STRING /people/0/name', { title: 'a name of 1,025 letters' }),
    broken((r, w) => (first(r).id = w.word.padEnd(129, 'a')), 'E_LIMIT_STRING /people/0/id', { title: 'an id of 129 letters' }),
  ),
  B021: row('json', 'E_LIMIT_COUNT', refused((w) => w.read(w.raw((r, mark) => (r.people = mark), `[${'0,'.repeat(1_000_000)}0]`)), 'E_LIMIT_COUNT /people')),
  B022: row(
    'json',
    'E_TYPE × 100, then E_LIMIT_ERRORS',
    broken(
      (r, w) => (r.people = Array.from({ length: 100_000 }, (_, k) => ({ id: `E${k}`, name: w.word, evidence: [{ attribute: 'exam', value: w.word, source: 'S1' }] }))),
      [...Array.from({ length: 100 }, (_, k) => `E_TYPE /people/${k}/evidence/0/value` as const), 'E_LIMIT_ERRORS '],
    ),
  ),
  B023: row('json', 'E_STRING_SURROGATE', refused((w) => w.read(w.raw((r, mark) => (first(r).name = mark), '"\\ud800"')), 'E_STRING_SURROGATE /people/0/name')),
  // an id is made of few characters, so a control character in one is told as such only where the text is
  B024: row(
    'json',
    'E_STRING_CONTROL',
    refused((w) => w.read(w.raw((r, mark) => (first(r).id = mark), '"A\\u00001"')), 'E_STRING_CONTROL /people/0/id', { says: /U\+0000/ }),
    refused((w) => w.read(w.raw((r, mark) => (first(r).name = mark), `"${w.word}\\u001b"`)), 'E_STRING_CONTROL /people/0/name', { title: 'in a name', says: /U\+001B/ }),
  ),

  // numbers
  B025: row('number', 'E_NUM_RANGE', refused((w) => w.read(w.raw((r, mark) => (exam(r).value = mark), '1e400')), `E_NUM_RANGE ${EXAM}`)),
  B026: row('number', 'E_NUM_UNSAFE_INT', refused((w) => w.read(w.raw((r, mark) => (first(r).evidence[8].value = mark), '9007199254740993')), 'E_NUM_UNSAFE_INT /people/0/evidence/8/value')),
  B027: row(
    'number',
    'ok as 0 + W_NUM_NEG_ZERO',
    taken((w) => w.read(w.raw((r, mark) => (exam(r).value = mark), '-0')), { warnings: [`W_NUM_NEG_ZERO ${EXAM}`], holds: (p) => Object.is(valueOf(p, 'exam'), 0) }),
    taken((w) => w.parse((r) => (exam(r).value = -0)), { title: 'from a program', warnings: [`W_NUM_NEG_ZERO ${EXAM}`], holds: (p) => Object.is(valueOf(p, 'exam'), 0) }),
  ),
  B028: row('number', 'E_NUM_SCALE', refused((w) => w.read(w.raw((r, mark) => (exam(r).value = mark), '5e-324')), `E_NUM_SCALE ${EXAM}`)),
  B029: row(
    'number',
    'E_NUM_SCALE',
    refused((w) => w.read(w.raw((r, mark) => (exam(r).value = mark), '70.00000049')), `E_NUM_SCALE ${EXAM}`),
    broken((r) => (exam(r).value = 70.00000049), `E_NUM_SCALE ${EXAM}`, { title: 'from a program' }),
  ),
  B030: row('number', 'E_TYPE', broken((r) => (exam(r).value = '70'), `E_TYPE ${EXAM}`)),
  B031: row('number', 'E_VALUE_MISSING', broken((r) => (exam(r).value = null), `E_VALUE_MISSING ${EXAM}`)),
  B032: row('number', 'E_NUM_RANGE', broken((r) => (exam(r).value = 101), `E_NUM_RANGE ${EXAM}`, { says: /0 to 100/ })),
  B033: row('number', 'E_NUM_INT', broken((r) => (r.positions[0].seats = 1.5), 'E_NUM_INT /positions/0/seats')),
  B034: row('number', 'E_NUM_RANGE', broken((r) => (r.positions[0].seats = -1), 'E_NUM_RANGE /positions/0/seats')),
  B035: row('number', 'E_NUM_NAN', broken((r) => (exam(r).value = NaN), `E_NUM_NAN ${EXAM}`)),
  B036: row('number', 'E_TYPE', broken((r) => (first(r).evidence[8].value = 10n), 'E_TYPE /people/0/evidence/8/value')),
  // 50,000 people and posts have 2.5e9 pairs: the market counts the pairs that exist before it allocates, and stops at its limit. Ten people
  // and five posts stop at a limit of 20 by the same line of code.
  B037: row(
    'number',
    'E_LIMIT_EDGES',
    refused(
      async (w) => {
        const sealed = w.sealed();
        return propose(w.parse(() => undefined).round, sealed, { maxEdges: 20 });
      },
      'E_LIMIT_EDGES ',
      { says: /more than 20 eligible pairs \(about \d+ bytes each, so over \d+ MiB\)/ },
    ),
  ),

  // keys
  B038: row(
    'key',
    'E_KEY_FORBIDDEN',
    refused((w) => w.read(w.text(() => undefined, (t) => t.replace('{"id":"EMP-0"', '{"__proto__":{"admin":true},"id":"EMP-0"'))), 'E_KEY_FORBIDDEN /people/0/__proto__'),
    broken((r) => Object.defineProperty(first(r), '__proto__', { value: {}, enumerable: true }), 'E_KEY_FORBIDDEN /people/0/__proto__', { title: 'from a program' }),
  ),
  B039: row('key', 'E_KEY_FORBIDDEN', broken((r) => (first(r)['constructor'] = { prototype: {} }), 'E_KEY_FORBIDDEN /people/0/constructor')),
  B040: row('key', 'E_KEY_FORBIDDEN', pack((p) => (p.weights['toString'] = 1), 'E_KEY_FORBIDDEN /weights/toString')),
  B041: row('key', 'E_KEY_UNKNOWN', broken((r) => (first(r).evidense = []), 'E_KEY_UNKNOWN /people/0/evidense', { says: /\nMaybe "evidence" was meant\.$/ })),
  B042: row(
    'key',
    'ok, same bytes as without',
    taken(async (w) => [await solved(w, () => undefined), await polluted({ admin: true }, () => solved(w, () => undefined))], { holds: ([plain, planted]) => plain.text === planted.text && plain.fails.length === 0 }),
    taken(
      async (w) => {
        const names = { seat: 'P-0', retires: '2026-12-01', critical: true, seats: 7, opens: '2030-01-01', title: 'x', unmapped: 'x', confirmed: true, else: 1, validMonths: 1, own: 'x', requires: [] };
        return [await solved(w, () => undefined), await polluted(names, () => solved(w, () => undefined))];
      },
      { title: 'names of optional fields', holds: ([plain, planted]) => plain.text === planted.text && plain.fails.length === 0 },
    ),
  ),

  // ids
  B043: row('id', 'E_ID_DUPLICATE', broken((r) => (r.people[7].id = 'EMP-2'), 'E_ID_DUPLICATE /people/7/id', { related: ['/people/2/id'] })),
  B044: row('id', 'E_ID_SYNTAX', broken((r) => (r.people[7].id = 'EMP-\u04101'), 'E_ID_SYNTAX /people/7/id', { says: /U\+0410/ })),
  B045: row('id', 'E_ID_SYNTAX', broken((r) => (r.people[7].id = 'EMP\u200b1'), 'E_ID_SYNTAX /people/7/id', { says: /U\+200B/ })),
  B046: row('id', 'E_ID_SYNTAX', broken((r) => (r.people[7].id = 'EMP-7 '), 'E_ID_SYNTAX /people/7/id', { says: /U\+0020/ })),
  B047: row('id', 'E_ID_SYNTAX', broken((r) => (r.people[7].id = 'EMP-\uff11'), 'E_ID_SYNTAX /people/7/id', { says: /U\+FF11/ })),
  B048: row('id', 'E_ID_CASE', broken((r) => (r.people[7].id = 'emp-1'), 'E_ID_CASE /people/7/id', { related: ['/people/1/id'] })),
  B049: row(
    'id',
    'ok (each a plain text id)',
    taken((w) => solved(w, (r) => ['constructor', '0', '1e3'].forEach((id, k) => (r.people[4 + k].id = id))), {
      holds: ({ proposal, round, fails }) => {
        const ids = round.people.map((p: Loose) => p.id);
        // seats or not, each of the three is a person of the plan like any other, in code-point order
        return fails.length === 0 && proposal.certain.status === 'optimal' && ids.join() === [...ids].sort().join() && ids[0] === '0' && ids.includes('1e3') && ids.includes('constructor');
      },
    }),
    taken((w) => solved(w, (r) => (r.positions[4].id = 'constructor') && (r.people[3].wishes = ['constructor'])), { title: 'of a post', holds: ({ fails }) => fails.length === 0 }),
  ),
  B050: row('id', 'E_ID_SYNTAX', ...['__proto__', '-0', '__proto__x'].map((id) => broken((r) => (first(r).id = id), 'E_ID_SYNTAX /people/0/id', { title: id }))),

  // texts
  B051: row('text', 'E_STRING_EMPTY', ...['', '   ', '\u200b'].map((name) => broken((r) => (first(r).name = name), 'E_STRING_EMPTY /people/0/name', { title: JSON.stringify(name) }))),
  B052: row('text', 'E_STRING_BIDI', broken((r, w) => (first(r).name = `${w.word}\u202e`), 'E_STRING_BIDI /people/0/name', { says: /U\+202E/ })),
  B053: row(
    'text',
    'ok, stored in NFC + W_NFC',
    taken((w) => w.parse((r) => (first(r).name = 'Rene\u0301')), { warnings: ['W_NFC /people/0/name'], holds: (p) => p.round.people[0].name === 'Ren\u00e9' }),
    taken((w) => w.parse((r) => (first(r).evidence[5].value = 'cafe\u0301')), { title: 'in a value', warnings: ['W_NFC /people/0/evidence/5/value'], holds: (p) => valueOf(p, 'note') === 'caf\u00e9' }),
    taken((w) => w.parse((r) => (first(r).evidence[4].value = ['b', 'e\u0301', '\u00e9'])), {
      title: 'in a list of texts',
      warnings: ['W_NFC /people/0/evidence/4/value/1'],
      holds: (p) => valueOf(p, 'fields').join() === 'b,\u00e9',
    }),
  ),
  B054: row('text', 'ok + W_NAME_MIXED_SCRIPT', taken((w) => w.parse((r) => (first(r).name = 'P\u0430ul')), { warnings: ['W_NAME_MIXED_SCRIPT /people/0/name'] })),
  B055: row('text', 'E_STRING_COMBINING', broken((r) => (first(r).name = `q${'\u0323'.repeat(200)}`), 'E_STRING_COMBINING /people/0/name')),
  B056: row(
    'text',
    'ok; report escapes it',
    taken((w) => w.parse((r) => (first(r).name = '<img src=x onerror=alert(1)>')), {
      holds: (p) => String(html`<b title="${p.round.people[0].name}">${p.round.people[0].name}</b>`) === `<b title="${'&lt;img src=x onerror=alert(1)&gt;'}">&lt;img src=x onerror=alert(1)&gt;</b>`,
    }),
  ),
  B057: {
    ...row('text', 'ok; CSV export writes \'=…', taken((w) => w.parse((r) => (first(r).name = '=HYPERLINK("http://x","y")')), { holds: (p) => p.round.people[0].name.startsWith('=') })),
    later: 'papers: the CSV export, which writes the apostrophe',
  },
  B058: row(
    'text',
    'ok + W_IDENTITY_TWIN',
    taken(
      (w) =>
        w.parse((r) => {
          const { name, born, bornAt } = r.people[2];
          Object.assign(r.people[7], { name, born, bornAt });
        }),
      { warnings: ['W_IDENTITY_TWIN /people/7'], holds: (p) => p.warnings[0].related.join() === '/people/2' },
    ),
  ),

  // references
  B059: row('ref', 'E_REF_UNKNOWN', broken((r) => (r.people[3].seat = 'P-99'), 'E_REF_UNKNOWN /people/3/seat')),
  B060: row(
    'ref',
    'E_KIN_ASYMMETRIC',
    refused((w) => w.parse(() => undefined, (p) => (p.relations.declaration = 'both')), 'E_KIN_ASYMMETRIC /relations/0'),
    taken((w) => w.parse(() => undefined), { title: 'where either side is enough' }),
    taken((w) => w.parse((r) => r.relations.push({ ...r.relations[0], a: 'EMP-8', b: 'EMP-3' }), (p) => (p.relations.declaration = 'both')), { title: 'where both say so' }),
  ),
  B061: row('ref', 'E_KIN_SELF', broken((r) => (r.relations[0].b = 'EMP-3'), 'E_KIN_SELF /relations/0')),
  B062: row(
    'ref',
    'E_GRAPH_CYCLE',
    broken((r) => ([r.positions[1].superior, r.positions[2].superior] = ['P-2', 'P-1']), 'E_GRAPH_CYCLE /positions/1/superior', { related: ['/positions/2/superior'] }),
    broken(
      (r) => {
        [r.positions[0].superior, r.positions[2].superior, r.positions[4].superior] = ['P-2', 'P-4', 'P-0'];
        r.positions.reverse();
      },
      'E_GRAPH_CYCLE /positions/4/superior',
      { title: 'of three, smallest id first', related: ['/positions/2/superior', '/positions/0/superior'] },
    ),
    broken((r) => (r.positions[3].superior = 'P-3'), 'E_GRAPH_CYCLE /positions/3/superior', { title: 'of one', related: [] }),
  ),
  B063: row('ref', 'E_SEAT_OVERFILLED', broken((r) => (r.people[5].seat = 'P-2'), 'E_SEAT_OVERFILLED /positions/2', { related: ['/people/3/seat', '/people/5/seat'], says: /2 people hold 1 seat/ })),
  B064: row(
    'ref',
    'E_REQ_CONTRADICTION',
    broken((r) => (r.positions[0].requires = [{ attribute: 'exam', is: '>=', value: 80 }, { attribute: 'exam', is: '<=', value: 70 }]), 'E_REQ_CONTRADICTION /positions/0/requires/1', { related: ['/positions/0/requires/0'] }),
  ),
  B065: row('ref', 'E_REF_UNKNOWN', broken((r) => (r.positions[0].requires[0].attribute = 'shoeSize'), 'E_REF_UNKNOWN /positions/0/requires/0/attribute')),
  B066: row(
    'ref',
    'ok, status optimal with zero moves',
    taken((w) => solved(w, (r) => Object.assign(r, { people: [], relations: [], pins: [] })), { title: 'nobody', holds: atRest }),
    taken((w) => solved(w, (r) => Object.assign(r, { positions: [], pins: [], people: r.people.map((p: Loose) => ({ ...p, seat: undefined, wishes: undefined })).map(present) })), { title: 'no posts', holds: atRest }),
    taken((w) => solved(w, (r) => Object.assign(r, { positions: [], people: [], relations: [], pins: [] })), { title: 'neither', holds: atRest }),
  ),
  B067: row(
    'ref',
    'ok, status "infeasible" with a certificate',
    taken((w) => solved(w, (r) => [0, 4].forEach((k) => Object.assign(r.positions[k], { mustFill: { reason: 'the law' }, requires: [{ attribute: 'exam', is: '>=', value: 99 }] }))), {
      holds: ({ proposal: { certain }, fails }) => certain.status === 'infeasible' && certain.certificate === null && certain.shortage.positions.length === 1 && certain.shortage.people.length === 0 && fails.length === 0,
    }),
  ),

  // policy
  B068: row('policy', 'E_WEIGHT_SUM', pack((p) => Object.assign(p.weights, { exam: 0, skill: 0, rating: 0 }), 'E_WEIGHT_SUM /weights'), pack((p) => Object.assign(p, { weights: { exam: 0, skill: 0, rating: 0 }, weightsTotal: 0 }), 'E_WEIGHT_SUM /weights', { title: 'of a total of 0' })),
  B069: row('policy', 'E_NUM_RANGE', pack((p) => Object.assign(p.weights, { exam: -60, skill: 150 }), 'E_NUM_RANGE /weights/exam')),
  B070: row(
    'policy',
    'ok: decimals read as exact scaled integers; a weight set states its total (default 100) and must equal it exactly',
    taken((w) => w.sealed((p) => Object.assign(p, { weights: { exam: 0.1, skill: 0.2, rating: 0.7 }, weightsTotal: 1 }))),
  ),
  B071: row('policy', 'E_REF_UNKNOWN', pack((p) => Object.assign(p.weights, { exam: 59, charm: 1 }), ['E_REF_UNKNOWN /weights/charm'])),
  B072: row('policy', 'E_TIE_COMMITMENT_MISSING', pack((p) => (p.ties.commitments = []), 'E_TIE_COMMITMENT_MISSING /ties'), pack((p) => delete p.ties, 'E_TIE_COMMITMENT_MISSING /ties', { title: 'no word on ties' })),
  B073: row('policy', 'E_SEED_COMMITMENT', broken((r) => (r.reveals[0].nonce = NONCE.replace('0', '1')), 'E_SEED_COMMITMENT /reveals/0'), broken((r) => (r.reveals[0].nonce = 'short'), 'E_SEED_COMMITMENT /reveals/0', { title: 'a nonce too short' })),
  B074: row('policy', 'E_POLICY_HASH', refused((w) => seal(w.policy(), { expect: hashDocument('meritra/policy/0', w.policy((p) => (p.weightsTotal = 100))) }), 'E_POLICY_HASH ')),
  B075: row('policy', 'E_TOLERANCE', pack((p) => (p.tolerance = 1e-4), 'E_TOLERANCE /tolerance')),

  // dates
  B076: row('date', 'E_DATE_INVALID', broken(since('2027-02-29'), 'E_DATE_INVALID /people/0/since')),
  B077: row('date', 'E_DATE_INVALID', broken(since('1900-02-29'), 'E_DATE_INVALID /people/0/since'), ...['2000-02-29', '2028-02-29'].map((day) => taken((w) => w.parse(since(day)), { title: day }))),
  B078: row('date', 'E_DATE_FORMAT', ...['2027-2-3', '03/02/2027', 1770076800000].map((day) => broken(since(day), 'E_DATE_FORMAT /people/0/since', { title: String(day) }))),
  B079: row('date', 'E_DATE_FORMAT', broken(since('2026-06-30T23:59:60Z'), 'E_DATE_FORMAT /people/0/since')),
  B080: row('date', 'E_DATE_FORMAT', broken(since('2026-03-29T00:00:00+05:45'), 'E_DATE_FORMAT /people/0/since')),
  B081: row('date', 'E_DATE_RANGE', ...['0000-01-01', '+275760-09-13', '1066-10-14'].map((day) => broken(since(day), 'E_DATE_RANGE /people/0/since', { title: day }))),
  B082: row(
    'date',
    'E_DATE_ORDER',
    broken((r) => Object.assign(first(r), { since: '2020-01-01', retires: '2019-12-31' }), 'E_DATE_ORDER /people/0/retires'),
    broken((r) => Object.assign(first(r).evidence[1], { date: '2026-09-30', expires: '2026-09-29' }), 'E_DATE_ORDER /people/0/evidence/1/expires', { title: 'evidence expires before its date' }),
  ),
  B083: row(
    'date',
    'ok, by the rule that the policy names',
    ...(['feb28', 'mar1'] as const).map((leapDay) =>
      // of age (252 months) counts: on 28 February 2027 by one rule, on 1 March by the other
      taken(
        async (w) => {
          const on = async (asOf: string): Promise<string> => {
            const { proposal, fails } = await solved(
              w,
              (r) => Object.assign(r, { asOf, horizon: asOf, people: r.people.slice(0, 1).map((p: Loose) => ({ ...p, born: '2006-02-28' })).concat({ ...first(w.round()), id: 'LEAP', born: '2004-02-29' }), relations: [], pins: [] }),
              (p) => {
                p.leapDay = leapDay;
                p.gates.push({ id: 'age', label: { en: 'of age' }, citation: { own: 'test' }, rule: { op: 'compare', left: { op: 'monthsBetween', from: { op: 'date', of: 'born' }, to: { op: 'date', of: 'asOf' } }, is: '>=', right: { op: 'const', value: 276 } } });
              },
            );
            return `${proposal.certain.seats.length}${fails.length}`;
          };
          return [await on('2027-02-27'), await on('2027-02-28'), await on('2027-03-01')];
        },
        { title: leapDay, holds: (seats) => seats.join() === (leapDay === 'feb28' ? '00,10,10' : '00,00,10') },
      ),
    ),
  ),

  // tables
  B084: row('csv', 'E_CSV_HEADER_MISSING', csv('people.csv', (w) => `name\n${w.word}\n`, 'E_CSV_HEADER_MISSING people.csv:1')),
  B085: row('csv', 'E_CSV_HEADER_DUPLICATE', csv('people.csv', (w) => `id,name,name\nEMP-1,${w.word},${w.word}\n`, 'E_CSV_HEADER_DUPLICATE people.csv:1:3')),
  B086: row('csv', 'E_KEY_FORBIDDEN', csv('people.csv', (w) => `id,__proto__\nEMP-1,${w.word}\n`, 'E_KEY_FORBIDDEN people.csv:1:2')),
  B087: row('csv', 'E_CSV_FIELDS', csv('people.csv', (w) => `id,name\nEMP-1,${w.word}\nEMP-2,${w.word}\nEMP-3\n`, 'E_CSV_FIELDS people.csv:4')),
  B088: row('csv', 'E_CSV_FIELDS', csv('people.csv', (w) => `id,name\nEMP-1,${w.word}\nEMP-2,${w.word}\nEMP-3,${w.word},${w.word}\n`, 'E_CSV_FIELDS people.csv:4')),
  B089: row('csv', 'E_CSV_QUOTE', csv('people.csv', (w) => `id,name\nEMP-1,"${w.word}\nEMP-2,${w.word}\n`, 'E_CSV_QUOTE people.csv:2')),
  B090: row('csv', 'E_CSV_QUOTE', csv('people.csv', (w) => `id,born,name\nEMP-1,${w.born},"${w.word}"${w.word}\nEMP-2,1970-01-02,${w.word}\n`, 'E_CSV_QUOTE people.csv:2:3')),
  B091: row('csv', 'E_CSV_DELIMITER', csv('people.csv', (w) => `id;name\nEMP-1;${w.word}\n`, 'E_CSV_DELIMITER people.csv:1', { says: /";"/ })),
  B092: row('csv', 'E_CSV_SEP_LINE', csv('people.csv', (w) => `sep=;\nid;name\nEMP-1;${w.word}\n`, 'E_CSV_SEP_LINE people.csv:1')),
  B093: row('csv', 'ok, id is the text "007"', taken((w) => w.parseFiles((f) => Object.keys(f).forEach((name) => (f[name] = String(f[name]).replaceAll('EMP-1', '007')))), { holds: (p) => p.round.people[0].id === '007' })),
  B094: row('csv', 'E_NUM_FORMAT', csv('scores.csv', () => scores('"1,5"'), 'E_NUM_FORMAT scores.csv:2:3')),
  B095: row('csv', 'E_NUM_FORMAT', csv('scores.csv', () => scores(' 0x10 '), 'E_NUM_FORMAT scores.csv:2:3')),
  B096: row('csv', 'E_NUM_FORMAT', ...['1e3', '+5', '5.', '.5', '\u0665'].map((cell) => csv('scores.csv', () => scores(cell), 'E_NUM_FORMAT scores.csv:2:3', { title: cell }))),
  B097: row('csv', 'E_VALUE_MISSING', csv('scores.csv', () => scores(''), 'E_VALUE_MISSING scores.csv:2:3', { says: /\nMaybe the column should be declared with "empty": "unknown"\.$/ })),
  B098: row('csv', 'E_BOOL_FORMAT', csv('flags.csv', (w) => w.files()['flags.csv']!.toString().replace('true', 'no'), 'E_BOOL_FORMAT flags.csv:2:5')),
  B099: row('csv', 'E_CSV_NEWLINE', csv('people.csv', (w) => `id,name\rEMP-1,${w.word}\rEMP-2,${w.word}\r`, 'E_CSV_NEWLINE people.csv:1')),
  B100: row(
    'csv',
    'ok, and later errors still have the right line',
    taken((w) => w.table('evidence.csv', `person,attribute,value,unmapped,source\r\nEMP-1,rank,,"rank\nof\r\n${w.word}",S1\nEMP-2,rating,7,,S1\r\n`.replace('rank\nof\r\n', 'rank of ')), { title: 'mixed ends' }),
    // a text of a round holds no line ends, so the newline inside quotes stands in a column that is ignored
    taken((w) => w.table('flags.csv', `id,who,where,remark,cleared\r\nEMP-1,"${w.word}\nand\r\n${w.word}",,,true\nEMP-2,,,,true\r\n`), { title: 'newlines inside quotes' }),
    csv('flags.csv', (w) => `id,who,where,remark,cleared\r\nEMP-1,"${w.word}\nand\r\n${w.word}",,,true\nEMP-2,,,,yes\r\n`, 'E_BOOL_FORMAT flags.csv:5:5', { title: 'the line of a later error' }),
  ),
  B101: row('csv', 'E_ENCODING', csv('people.csv', (w) => withBytes(`id,name\nEMP-1,${w.word}@\n`, '@', 0xe9), 'E_ENCODING people.csv', { says: /Windows-1252/ })),
  B102: row('csv', 'E_STRING_CONTROL', csv('people.csv', (w) => `id,name\nEMP-1,${w.word}\u0000\n`, 'E_STRING_CONTROL people.csv:2:2')),

  // objects of a program
  B103: row('api', 'E_INPUT_CYCLE', broken((r) => (first(r).self = first(r)), 'E_INPUT_CYCLE /people/0/self')),
  B104: row('api', 'E_INPUT_SPARSE', broken((r) => delete r.people[1], 'E_INPUT_SPARSE /people/1')),
  B105: row(
    'api',
    'E_INPUT_TYPE',
    broken((r, w) => Object.defineProperty(r.people, 0, { get: () => thrown(w), enumerable: true }), 'E_INPUT_TYPE /people/0', { title: 'a getter that throws' }),
    broken((r, w) => (r.people[0] = new Proxy(first(r), { ownKeys: () => thrown(w) })), 'E_INPUT_TYPE /people/0', { title: 'a Proxy with traps' }),
  ),
  B106: row(
    'api',
    'E_INPUT_TYPE',
    ...([['a Date', new Date(0)], ['a Map', new Map()], ['an instance', new Clerk()], ['a function', () => undefined], ['a symbol key', { [Symbol('day')]: 1 }]] as const).map(([title, value]) =>
      broken(since(value), title === 'a symbol key' ? ['E_INPUT_TYPE /people/0/since'] : 'E_INPUT_TYPE /people/0/since', { title }),
    ),
  ),
  B107: row(
    'api',
    'ok, result of the snapshot',
    taken(
      async (w) => {
        const sealed = w.sealed();
        const input = w.round();
        const { round } = parseRound(input as object, sealed);
        const running = propose(round, sealed, { onProgress: () => undefined });
        input.people.length = 0;
        input.positions[0].title = 'changed';
        input.units.push({});
        return [await running, (await solved(w, () => undefined)).proposal];
      },
      { holds: ([run, calm]) => JSON.stringify(run) === JSON.stringify(calm) },
    ),
  ),
  B108: row(
    'api',
    'ok',
    taken(async (w) => [parseRound(frozen(w.round()) as object, seal(frozen(w.policy()) as object)), w.parse(() => undefined)], { title: 'frozen', holds: ([a, b]) => JSON.stringify(a) === JSON.stringify(b) }),
    taken(async (w) => [parseRound(bare(w.round()) as object, seal(bare(w.policy()) as object)), w.parse(() => undefined)], { title: 'without prototype', holds: ([a, b]) => JSON.stringify(a) === JSON.stringify(b) }),
    taken((w) => parseFolder(Object.assign(Object.create(null) as Files, w.files()), w.sealed()), { title: 'a folder without prototype' }),
  ),
  B109: row('api', 'E_ABORTED', refused(async (w) => propose(w.parse(() => undefined).round, w.sealed(), { signal: AbortSignal.abort() }), 'E_ABORTED ')),
};

function valueOf(parsed: Loose, attribute: string): Loose {
  return parsed.round.people[0].evidence.find((e: Loose) => e.attribute === attribute).value;
}

function atRest({ proposal: { certain }, fails }: Loose): boolean {
  return certain.status === 'optimal' && certain.moves.length === 0 && certain.seats.length === 0 && fails.length === 0;
}

/** The object without the keys whose value is undefined. */
function present(value: Loose): Loose {
  return Object.fromEntries(Object.entries(value as object).filter(([, v]) => v !== undefined));
}

function thrown(world: World): never {
  throw new Error(`no day for ${world.word}`);
}

function frozen(value: Loose): Loose {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value) as object).forEach(frozen);
  return value;
}

function bare(value: Loose): Loose {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(bare);
  return Object.assign(Object.create(null), Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, bare(inner)])));
}

