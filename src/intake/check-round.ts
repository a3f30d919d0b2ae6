import { pointerToken } from '../canonical/index.js';
import type { Issues } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import { checkId, looksNational } from '../model/text.js';
import { isNonce, tieCommitment } from '../model/tie-commitment.js';
import type { Checked, Evidence, Person, Position, Round, Spell } from '../model/round.js';
import { attributeOf, limitProblems, type Policy } from '../policy/index.js';
import { checkValue, dayAt, isStoredAsIs, spellSpec, storedText, wordAt } from './check-value.js';
import { checkRequirements } from './check-requirements.js';

/** Steps from an item of evidence to the name of its attribute and to its value, and from an entry of `attributes` to both. */
const ITEM = { name: '/attribute', value: '/value' };
const ENTRY = { name: '', value: '' };

/** How a round is read. */
export interface ReadOptions {
  /**
   * `later`: the nonces of the lottery are not revealed yet, as when the input is frozen (docs/formats.md section 10.2). Such a round
   * can be frozen and looked at; `propose` refuses it.
   */
  readonly reveals?: 'later';
}

/**
 * Everything about a round that its shape does not say. Adds every problem; stores texts composed (NFC).
 * O(size of the round).
 */
export function checkRound(round: Round, policy: Policy, issues: Issues, { reveals }: ReadOptions = {}): void {
  const check = new RoundCheck(round, policy, issues);
  check.head();
  check.positions();
  check.people();
  check.relations();
  check.pins();
  check.waivers();
  check.actors();
  check.reveals(reveals === 'later');
  for (const { code, path, message } of limitProblems(policy, round)) issues.add(code, path, message);
}

/** Index by id of a table, with the place of each id. */
type Places = ReadonlyMap<string, number>;

class RoundCheck {
  private readonly round: Round;
  private readonly policy: Policy;
  private readonly issues: Issues;
  private readonly sources: Places;
  private readonly units: Places;
  private readonly posts: Places;
  private readonly persons: Places;
  private readonly actorIds: Places;
  private readonly sourceDay: ReadonlyMap<string, number>;
  private readonly asOf: number;

  constructor(round: Round, policy: Policy, issues: Issues) {
    this.round = round;
    this.policy = policy;
    this.issues = issues;
    this.sources = this.ids('sources', round.sources);
    this.units = this.ids('units', round.units);
    this.posts = this.ids('positions', round.positions);
    this.persons = this.ids('people', round.people);
    this.actorIds = this.ids('actors', round.actors);
    this.asOf = this.day(round.asOf, '/asOf') ?? Infinity;
    this.sourceDay = new Map(round.sources.map((s, k) => [s.id, this.day(s.date, `/sources/${k}/date`) ?? -Infinity]));
  }

  head(): void {
    const { round, issues } = this;
    this.id(round.id, '/id');
    if (round.title !== undefined) round.title = this.text(round.title, '/title');
    const horizon = round.horizon === undefined ? undefined : this.day(round.horizon, '/horizon');
    if (horizon !== undefined && horizon < this.asOf) issues.add('E_DATE_ORDER', '/horizon', 'the horizon lies before the day of the round');
    const opened = round.opened === undefined ? undefined : this.day(round.opened, '/opened');
    if (opened !== undefined && opened > this.asOf) issues.add('E_DATE_ORDER', '/opened', 'names and scores were opened after the day of the round');
    const { effectiveFrom = '', effectiveUntil = '9999' } = this.policy;
    if (this.asOf < Infinity && (round.asOf < effectiveFrom || round.asOf > effectiveUntil)) issues.warn('W_POLICY_DATE', '/asOf', 'the rules of this policy are of other days');
    const { people, positions } = round.scope;
    if (positions !== 'all') positions.forEach((id, k) => this.ref(this.posts, id, `/scope/positions/${k}`));
    if (people !== 'all') people.forEach((id, k) => this.ref(this.persons, id, `/scope/people/${k}`));
    round.sources.forEach((s, k) => (s.title = this.text(s.title, `/sources/${k}/title`)));
    round.units.forEach((u, k) => {
      u.name = this.text(u.name, `/units/${k}/name`);
      if (u.parent !== undefined) this.ref(this.units, u.parent, `/units/${k}/parent`);
    });
    this.circles(round.units, this.units, (u) => u.parent, '/units', 'parent');
  }

  positions(): void {
    const { round, policy, issues } = this;
    const levels = new Set(policy.levels.map((l) => l.id));
    const tracks = new Set(policy.tracks?.map((t) => t.id));
    round.positions.forEach((p, k) => {
      const at = `/positions/${k}`;
      p.title = this.text(p.title, `${at}/title`);
      this.ref(this.units, p.unit, `${at}/unit`);
      if (!levels.has(p.level)) issues.add('E_REF_UNKNOWN', `${at}/level`, 'the policy has no level of this name');
      if (p.track !== undefined && !tracks.has(p.track)) issues.add('E_REF_UNKNOWN', `${at}/track`, 'the policy has no track of this name');
      if (p.superior !== undefined) this.ref(this.posts, p.superior, `${at}/superior`);
      if (p.mustFill) p.mustFill.reason = this.text(p.mustFill.reason, `${at}/mustFill/reason`);
      this.ordered(at, p.opens, '/opens', p.closes, '/closes', 'the post closes before it opens');
      const attributes = p.attributes ?? {};
      for (const [name, value] of Object.entries(attributes)) {
        attributes[name] = checkValue(value, name, 'position', policy, `${at}/attributes${pointerToken(name)}`, ENTRY, issues);
      }
      p.requires?.forEach((r, i) => {
        if (r.standard !== undefined) r.standard = this.text(r.standard, `${at}/requires/${i}/standard`);
      });
      checkRequirements(p.requires ?? [], `${at}/requires`, policy, issues);
    });
    this.circles(round.positions, this.posts, (p: Position) => p.superior, '/positions', 'superior');
    this.seats();
  }

  /** Holders against seats, people who will leave by the horizon included: today everybody sits somewhere. */
  private seats(): void {
    const holders = new Map<string, number[]>();
    this.round.people.forEach((p, i) => {
      if (p.seat === undefined) return;
      const held = holders.get(p.seat);
      if (held) held.push(i);
      else holders.set(p.seat, [i]);
    });
    this.round.positions.forEach((p, k) => {
      const held = holders.get(p.id) ?? [];
      if (held.length > (p.seats ?? 1)) {
        const seats = p.seats ?? 1;
        const related = held.map((i) => `/people/${i}/seat`);
        this.issues.add('E_SEAT_OVERFILLED', `/positions/${k}`, `${held.length} people hold ${seats} ${seats === 1 ? 'seat' : 'seats'}`, { related });
      }
    });
  }

  people(): void {
    this.round.people.forEach((p, k) => {
      if (!this.issues.full) this.person(p, `/people/${k}`);
    });
    this.twins();
  }

  private person(p: Person, at: string): void {
    const { issues } = this;
    if (p.name !== undefined) p.name = this.text(p.name, `${at}/name`);
    if (p.bornAt !== undefined) p.bornAt = this.text(p.bornAt, `${at}/bornAt`);
    if (p.seat !== undefined) this.ref(this.posts, p.seat, `${at}/seat`);
    this.ordered(at, p.born, '/born', p.since, '/since', 'in post before birth');
    this.ordered(at, p.since, '/since', p.retires, '/retires', 'retires before being in post');
    if (p.acceptsLower) {
      this.day(p.acceptsLower.on, `${at}/acceptsLower/on`);
      p.acceptsLower.document = this.text(p.acceptsLower.document, `${at}/acceptsLower/document`);
    }
    p.wishes?.forEach((id, k) => {
      this.ref(this.posts, id, `${at}/wishes/${k}`);
      const first = p.wishes!.indexOf(id);
      if (first < k) issues.add('E_ID_DUPLICATE', `${at}/wishes/${k}`, 'this post is wished for twice', { related: [`${at}/wishes/${first}`] });
    });
    for (let k = 0; k < p.evidence.length; k++) if (!this.isOrdinary(p.evidence[k]!)) this.evidence(p.evidence[k]!, `${at}/evidence/${k}`);
    p.spells?.forEach((s, k) => this.spell(s, `${at}/spells/${k}`));
    p.checked?.forEach((c, k) => this.checked(c, `${at}/checked/${k}`));
  }

  /** True for an item that `evidence` has nothing to say about, as nearly all: it needs no path. */
  private isOrdinary(e: Evidence): boolean {
    if (e.value === undefined || e.unmapped !== undefined || e.by !== undefined || e.expires !== undefined || !this.sources.has(e.source)) return false;
    const day = e.date === undefined ? this.sourceDay.get(e.source) : parseDay(e.date);
    return typeof day === 'number' && day <= this.asOf && isStoredAsIs(e.value, e.attribute, 'person', this.policy);
  }

  private evidence(e: Evidence, at: string): void {
    const { issues, policy } = this;
    if (!this.sources.has(e.source)) this.ref(this.sources, e.source, `${at}/source`);
    if (e.by !== undefined) this.ref(this.actorIds, e.by, `${at}/by`);
    if (e.value !== undefined) {
      if (e.unmapped !== undefined) issues.add('E_KEY_UNKNOWN', `${at}/unmapped`, 'evidence carries a value or an unmapped text, not both');
      e.value = checkValue(e.value, e.attribute, 'person', policy, at, ITEM, issues);
    } else if (e.unmapped !== undefined) {
      e.unmapped = this.text(e.unmapped, `${at}/unmapped`);
      const spec = attributeOf(policy, e.attribute);
      if (spec?.of !== 'person') issues.add('E_REF_UNKNOWN', `${at}/attribute`, 'the policy declares no such attribute of a person');
      else if (spec.type === 'spells') issues.add('E_TYPE', `${at}/attribute`, 'this attribute has spells, not single values');
    } else {
      issues.add('E_VALUE_MISSING', `${at}/value`, 'evidence carries a value, or the raw text that could not be mapped; leave the entry out if nothing is known');
    }
    const day = e.date === undefined ? this.sourceDay.get(e.source) : this.day(e.date, `${at}/date`);
    const last = e.expires === undefined ? undefined : this.day(e.expires, `${at}/expires`);
    if (day !== undefined && last !== undefined && last < day) issues.add('E_DATE_ORDER', `${at}/expires`, 'the evidence expires before its own date');
    if (day !== undefined && day > this.asOf) issues.warn('W_EVIDENCE_FUTURE', at, 'dated after the day of the round: it does not count');
  }

  /** Either its days, from the first to the last or still running, or its length alone, or neither. */
  private spell(s: Spell, at: string): void {
    const { issues, policy } = this;
    this.ref(this.sources, s.source, `${at}/source`);
    const spec = spellSpec(s.attribute, policy, `${at}/attribute`, issues);
    if (s.unmapped !== undefined) s.unmapped = this.text(s.unmapped, `${at}/unmapped`);
    if (s.value !== undefined) {
      if (s.unmapped !== undefined) issues.add('E_KEY_UNKNOWN', `${at}/unmapped`, 'a spell carries a value or an unmapped text, not both');
      if (spec) s.value = wordAt(s.value, spec, `${at}/value`, issues);
    } else if (s.unmapped === undefined) {
      issues.add('E_VALUE_MISSING', `${at}/value`, 'a spell carries a value, or the raw text that could not be mapped');
    }
    if (s.from === undefined && s.to !== undefined) issues.add('E_SPELL', `${at}/to`, 'a last day needs a first one');
    if (s.months !== undefined && (s.from !== undefined || s.to !== undefined)) issues.add('E_SPELL', `${at}/months`, 'where days are stated the length follows from them');
    this.ordered(at, s.from, '/from', s.to, '/to', 'the spell ends before it begins');
    const from = s.from === undefined ? undefined : parseDay(s.from);
    if (typeof from === 'number' && from > this.asOf) issues.warn('W_EVIDENCE_FUTURE', `${at}/from`, 'begins after the day of the round: it does not count');
    this.dated(s, at);
  }

  private checked(c: Checked, at: string): void {
    this.ref(this.sources, c.source, `${at}/source`);
    spellSpec(c.attribute, this.policy, `${at}/attribute`, this.issues);
    this.dated(c, at);
  }

  private dated({ date, source }: Spell | Checked, at: string): void {
    const day = date === undefined ? this.sourceDay.get(source) : this.day(date, `${at}/date`);
    if (day !== undefined && day > this.asOf) this.issues.warn('W_EVIDENCE_FUTURE', at, 'dated after the day of the round: it does not count');
  }

  relations(): void {
    const { round, policy, issues } = this;
    const said = new Set(round.relations.map((r) => `${r.a} ${r.b} ${r.degree}`));
    round.relations.forEach((r, k) => {
      const at = `/relations/${k}`;
      this.ref(this.persons, r.a, `${at}/a`);
      this.ref(this.persons, r.b, `${at}/b`);
      this.ref(this.sources, r.source, `${at}/source`);
      r.kind = this.text(r.kind, `${at}/kind`);
      if (r.date !== undefined) this.day(r.date, `${at}/date`);
      if (r.a === r.b) issues.add('E_KIN_SELF', at, 'a relation has two ends');
      else if (policy.relations.declaration === 'both' && !said.has(`${r.b} ${r.a} ${r.degree}`)) {
        issues.add('E_KIN_ASYMMETRIC', at, 'the policy wants both to declare a relation, and the other one did not\nMaybe the policy should say that either side is enough.');
      }
    });
  }

  pins(): void {
    const { round, issues } = this;
    const first = new Map<string, number>();
    const taken = new Map<string, number>();
    round.pins.forEach((pin, k) => {
      const at = `/pins/${k}`;
      this.ref(this.persons, pin.person, `${at}/person`);
      const post = this.ref(this.posts, pin.position, `${at}/position`);
      pin.by = this.text(pin.by, `${at}/by`);
      pin.reason = this.text(pin.reason, `${at}/reason`);
      const before = first.get(pin.person);
      if (before !== undefined) issues.add('E_PIN_CONFLICT', at, 'one person is pinned twice', { related: [`/pins/${before}`] });
      first.set(pin.person, k);
      taken.set(pin.position, (taken.get(pin.position) ?? 0) + 1);
      if (post !== undefined && taken.get(pin.position)! > (round.positions[post]!.seats ?? 1)) {
        issues.add('E_PIN_CONFLICT', at, 'more people are pinned to the post than it has seats');
      }
    });
  }

  /** A waiver sets aside a rule that the policy lets a named person set aside, for one pair, on or before the day of the round. */
  waivers(): void {
    const { round, policy, issues } = this;
    const waivable = new Set(policy.gates.filter((g) => g.waivable).map((g) => g.id));
    const first = new Map<string, number>();
    round.waivers.forEach((w, k) => {
      const at = `/waivers/${k}`;
      this.ref(this.persons, w.person, `${at}/person`);
      this.ref(this.posts, w.position, `${at}/position`);
      if (!waivable.has(w.rule)) issues.add('E_WAIVER', `${at}/rule`, 'the policy has no rule of this name that may be waived\nMaybe the rule lacks "waivable", the citation by which a named person may set it aside.');
      const on = this.day(w.on, `${at}/on`);
      if (on !== undefined && on > this.asOf) issues.add('E_DATE_ORDER', `${at}/on`, 'the waiver is dated after the day of the round');
      for (const field of ['by', 'document', 'reason'] as const) w[field] = this.text(w[field], `${at}/${field}`);
      const key = JSON.stringify([w.person, w.position, w.rule]);
      const before = first.get(key);
      if (before !== undefined) issues.add('E_ID_DUPLICATE', at, 'this rule is waived for this person and this post already', { related: [`/waivers/${before}`] });
      else first.set(key, k);
    });
  }

  actors(): void {
    this.round.actors.forEach((actor, k) => {
      const at = `/actors/${k}`;
      if (actor.person !== undefined) this.ref(this.persons, actor.person, `${at}/person`);
      if (actor.statement) {
        this.day(actor.statement.on, `${at}/statement/on`);
        actor.statement.document = this.text(actor.statement.document, `${at}/statement/document`);
      }
      actor.interests?.forEach((interest, i) => {
        this.ref(this.persons, interest.person, `${at}/interests/${i}/person`);
        interest.kind = this.text(interest.kind, `${at}/interests/${i}/kind`);
      });
    });
  }

  /** The nonces must be those the policy committed to, all of them unless they come later. */
  reveals(later: boolean): void {
    const { round, policy, issues } = this;
    const committed = new Map(policy.ties.commitments.map((c) => [c.party, c.hash]));
    const revealed = new Set<string>();
    round.reveals.forEach((r, k) => {
      const hash = committed.get(r.party);
      if (revealed.has(r.party)) issues.add('E_ID_DUPLICATE', `/reveals/${k}/party`, 'this party revealed twice');
      revealed.add(r.party);
      if (hash === undefined) issues.add('E_REF_UNKNOWN', `/reveals/${k}/party`, 'the policy holds no commitment of this party');
      else if (!isNonce(r.nonce)) issues.add('E_SEED_COMMITMENT', `/reveals/${k}`, 'a nonce is 32 to 128 lower-case hex digits');
      else if (tieCommitment(r.party, r.nonce) !== hash) issues.add('E_SEED_COMMITMENT', `/reveals/${k}`, 'the nonce does not hash to the commitment in the policy');
    });
    if (later) return;
    for (const party of committed.keys()) {
      if (!revealed.has(party)) issues.add('E_SEED_WITHHELD', '/reveals', `the party ${party} committed to a nonce and has not revealed it`);
    }
  }

  private ids(table: string, rows: readonly { readonly id: string }[]): Places {
    const { issues } = this;
    const places = new Map<string, number>();
    const folded = new Map<string, number>();
    const haveCases = rows.some(({ id }) => /[^0-9A-Z._-]/.test(id)) && rows.some(({ id }) => /[^0-9a-z._-]/.test(id)); // ids in one case are alike where they are the same
    rows.forEach(({ id }, k) => {
      const at = (): string => `/${table}/${k}/id`;
      const problem = checkId(id);
      if (problem) issues.add(problem.code, at(), problem.message);
      const same = places.get(id);
      const alike = haveCases ? folded.get(id.toLowerCase()) : undefined;
      if (same !== undefined) issues.add('E_ID_DUPLICATE', at(), 'this id stands twice', { related: [`/${table}/${same}/id`] });
      else if (alike !== undefined) issues.add('E_ID_CASE', at(), 'two ids differ in upper and lower case only', { related: [`/${table}/${alike}/id`] });
      if ((table === 'people' || table === 'actors') && looksNational(id)) issues.warn('W_ID_NATIONAL', at(), 'the id looks like a national number: personal data, better replaced');
      if (same === undefined) places.set(id, k);
      if (haveCases && alike === undefined) folded.set(id.toLowerCase(), k);
    });
    return places;
  }

  private id(id: string, at: string): void {
    const problem = checkId(id);
    if (problem) this.issues.add(problem.code, at, problem.message);
  }

  private text(text: string, at: string): string {
    return storedText(text, at, this.issues);
  }

  /** `end` leads on from `at`: the path is put together for a problem only. */
  private day(text: string, at: string, end = ''): number | undefined {
    const day = parseDay(text);
    return typeof day === 'number' ? day : dayAt(text, at + end, this.issues);
  }

  private ordered(at: string, from: string | undefined, fromEnd: string, to: string | undefined, toEnd: string, message: string): void {
    const a = from === undefined ? undefined : this.day(from, at, fromEnd);
    const b = to === undefined ? undefined : this.day(to, at, toEnd);
    if (a !== undefined && b !== undefined && b < a) this.issues.add('E_DATE_ORDER', at + toEnd, message);
  }

  private ref(places: Places, id: string, at: string): number | undefined {
    const place = places.get(id);
    if (place === undefined) this.issues.add('E_REF_UNKNOWN', at, 'refers to nothing in this round');
    return place;
  }

  /** Circles of a parent relation, each told once at its smallest id. O(rows). */
  private circles<T extends { readonly id: string }>(rows: readonly T[], places: Places, parentOf: (row: T) => string | undefined, at: string, field: string): void {
    const state = new Uint8Array(rows.length); // 0 new, 1 on the path, 2 done
    rows.forEach((_, begin) => {
      const path: number[] = [];
      let k: number | undefined = begin;
      while (k !== undefined && state[k] === 0) {
        state[k] = 1;
        path.push(k);
        const parent: string | undefined = parentOf(rows[k]!);
        k = parent === undefined ? undefined : places.get(parent);
      }
      if (k !== undefined && state[k] === 1) {
        const circle = path.slice(path.indexOf(k));
        const least = circle.reduce((a, b) => (rows[a]!.id < rows[b]!.id ? a : b));
        const from = circle.indexOf(least);
        const inOrder = [...circle.slice(from), ...circle.slice(0, from)].map((x) => `${at}/${x}/${field}`);
        this.issues.add('E_GRAPH_CYCLE', inOrder[0]!, `a circle of ${circle.length}`, { related: inOrder.slice(1) });
      }
      for (const x of path) state[x] = 2;
    });
  }

  /** Same name, birth date and birth place under two ids. */
  private twins(): void {
    const seen = new Map<string, number>();
    this.round.people.forEach((p, k) => {
      if (p.name === undefined || p.born === undefined || p.bornAt === undefined) return;
      const key = JSON.stringify([p.name.toLowerCase(), p.born, p.bornAt.toLowerCase()]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, k);
      else this.issues.warn('W_IDENTITY_TWIN', `/people/${k}`, 'same name, birth date and birth place as another person', { related: [`/people/${first}`] });
    });
  }
}
