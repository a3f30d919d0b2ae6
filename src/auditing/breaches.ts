import { addMonths, civilOf, formatDay, monthsBetween } from '../model/calendar.js';
import { compareIds } from '../model/ids.js';
import type { Citation } from '../policy/index.js';
import { careersOf, dayIn, Posts, wentOver, type Appointment, type Careers, type Stretch } from './appointments.js';
import type { FindingCode, Measure } from './audit-document.js';
import type { Because, Case, Rung } from './case.js';
import type { BreachRule } from './past.js';
import type { Part, RawFinding, Study } from './study.js';

/** Marks of a citation whose text, or an explicit report of it, was read: docs/policy-packs.md. Every other mark makes a flag. */
const READ = ['V', 'N'];

/** What may explain each breach, and what to ask: codes. */
const WORDS: Partial<Record<FindingCode, { readonly alternatives: readonly string[]; readonly ask: readonly string[] }>> = {
  'tenure-short': { alternatives: ['urgent-vacancy', 'transfer-of-duty', 'lawful-exception', 'correction-of-error', 'record-incomplete'], ask: ['see-document', 'ask-exception', 'complete-roster'] },
  'freeze-window': { alternatives: ['lawful-exception', 'urgent-vacancy', 'clerical-error'], ask: ['ask-exception', 'see-document'] },
  'level-jump': { alternatives: ['record-incomplete', 'lawful-exception', 'clerical-error'], ask: ['complete-roster', 'see-document'] },
  'hidden-demotion': { alternatives: ['own-wish', 'transfer-of-duty', 'health-or-retirement', 'lawful-exception', 'record-incomplete'], ask: ['see-statement', 'ask-person', 'see-document'] },
  'acting-too-long': { alternatives: ['urgent-vacancy', 'lawful-exception', 'record-incomplete'], ask: ['see-document', 'complete-roster', 'ask-exception'] },
  'acting-to-definitive': { alternatives: ['record-incomplete', 'lawful-exception', 'small-pool'], ask: ['ask-who-applied', 'see-minutes', 'see-document'] },
  'two-definitive-seats': { alternatives: ['record-incomplete', 'clerical-error', 'same-date-entry', 'extraction-error'], ask: ['complete-roster', 'see-document'] },
  'after-retirement': { alternatives: ['clerical-error', 'lawful-exception', 'record-incomplete'], ask: ['see-document', 'ask-exception'] },
  'notice-short': { alternatives: ['urgent-vacancy', 'lawful-exception', 'clerical-error'], ask: ['see-document', 'ask-exception'] },
  'winner-not-eligible': { alternatives: ['lawful-exception', 'record-incomplete', 'clerical-error'], ask: ['see-document', 'ask-exception', 'ask-decider'] },
  'winner-not-considered': { alternatives: ['record-incomplete', 'clerical-error', 'lawful-exception'], ask: ['ask-who-applied', 'see-minutes', 'see-document'] },
};

/**
 * Every dated rule held against the roster and the decisions: one finding where the record shows that it was not kept, with article, date,
 * document and source row; a `cannot` row (part `breaches:<rule id>`) where the record does not say. A rule whose citation was not read
 * (a mark other than V and N, not confirmed) gives findings of kind `flag`; the measure `confidence` says the mark, `own` or `confirmed`.
 * Where calendars differ the reading that finds less is taken: a month is complete on the last day of a shorter month.
 * O(rules * (rows of the roster + people considered)).
 */
export function breachesOf(study: Study): Part<null> {
  if (study.rules.length === 0) return { section: null, findings: [], cannot: [{ decision: null, part: 'breaches', because: 'no-rules' }] };
  const record = new BreachRecord(study);
  for (const rule of [...study.rules].sort((a, b) => compareIds(a.id, b.id))) record.check(rule);
  return { section: null, findings: record.findings, cannot: record.cannot() };
}

/** What a finding of an appointment, of a stretch in a post or of a decision has in common. */
interface Place {
  readonly decision: string | null;
  readonly position: string;
  readonly unit: string | null;
  readonly on: string;
  readonly document: string | null;
  readonly row: string | null;
}

class BreachRecord {
  readonly findings: RawFinding[] = [];
  private readonly unknown = new Map<string, Part<null>['cannot'][number]>();
  private readonly study: Study;
  private readonly careers: Careers;
  private readonly posts: Posts;
  /** The last day that anything is recorded to have begun: what is still held was held on it. */
  private readonly seen: number;

  constructor(study: Study) {
    this.study = study;
    this.careers = careersOf(study.past, study.cases);
    this.posts = new Posts(study.past);
    this.seen = [...this.careers.definitive, ...this.careers.acting].reduce((last, s) => Math.max(last, s.from), study.cases.reduce((last, c) => Math.max(last, c.day), -Infinity));
  }

  cannot(): Part<null>['cannot'] {
    return [...this.unknown.values()].sort((a, b) => compareIds(a.part, b.part) || compareIds(a.decision ?? '', b.decision ?? '') || compareIds(a.because, b.because));
  }

  check(rule: BreachRule): void {
    switch (rule.kind) {
      case 'tenure': return this.tenure(rule);
      case 'freeze': return this.freeze(rule);
      case 'level-jump': return this.levelJump(rule);
      case 'hidden-demotion': return this.hiddenDemotion(rule);
      case 'acting-length': return this.actingLength(rule);
      case 'acting-to-definitive': return this.actingToDefinitive(rule);
      case 'two-seats': return this.twoSeats(rule);
      case 'after-retirement': return this.afterRetirement(rule);
      case 'notice': return this.notice(rule);
      case 'winner-eligible': return this.winnerEligible(rule);
    }
  }

  private say(rule: BreachRule, because: Because, decision: string | null = null): void {
    const part = `breaches:${rule.id}`;
    this.unknown.set(JSON.stringify([part, decision, because]), { decision, part, because });
  }

  private find(rule: BreachRule, code: FindingCode, rung: Rung, place: Place, people: RawFinding['people'], measured: readonly Measure[]): void {
    const { alternatives, ask } = WORDS[code]!;
    this.findings.push({
      id: '', kind: bindsHere(rule.citation) ? 'breach' : 'flag', code, rung, ...place, tie: null, people,
      measured: [...measured, { name: 'confidence', value: markOf(rule.citation), unit: 'code' }],
      effect: null, test: null, rule: { id: rule.id, label: rule.label, citation: rule.citation }, alternatives, ask, rate: null, reply: null,
    });
  }

  private hasRoster(rule: BreachRule): boolean {
    if (this.study.past.roster) return true;
    this.say(rule, 'no-roster');
    return false;
  }

  private place(a: Appointment, day = a.from): Place {
    return { decision: a.decision?.id ?? null, position: a.position, unit: this.posts.unit(a.position) ?? a.decision?.unit ?? null, on: formatDay(day), document: a.document, row: a.row };
  }

  private noLevel(): Because {
    return this.study.past.positions ? 'no-levels' : 'no-positions';
  }

  /** Appointments out of a post on record; of the others it is said that they are not, but of entries. */
  private *moves(rule: BreachRule): Generator<readonly [Appointment, Stretch]> {
    if (!this.hasRoster(rule)) return;
    for (const a of this.careers.appointments) {
      if (a.before === 'unknown') this.say(rule, 'no-roster', a.decision?.id ?? null);
      else if (a.before !== 'entry' && a.before.position !== a.position) yield [a, a.before];
    }
  }

  /** By the levels; by what the paper called it where those are not known. */
  private kindOf(a: Appointment, before: Stretch): 'promotion' | 'rotation' | 'demotion' | undefined {
    const [from, to] = [this.posts.level(before.position), this.posts.level(a.position)];
    if (from !== undefined && to !== undefined) return to > from ? 'promotion' : to < from ? 'demotion' : 'rotation';
    if (a.called === 'promotion' || a.called === 'demotion') return a.called;
    return a.called === 'rotation' || a.called === 'transfer' ? 'rotation' : undefined;
  }

  private tenure(rule: BreachRule & { readonly kind: 'tenure' }): void {
    const { months, levels, moves = ['promotion', 'rotation'] } = rule;
    for (const [a, before] of this.moves(rule)) {
      const decision = a.decision?.id ?? null;
      const held = monthsBetween(before.from, a.from, 'feb28');
      if (held >= months) continue;
      const level = this.posts.levelName(before.position);
      if (levels && level !== undefined && !levels.includes(level)) continue;
      const kind = this.kindOf(a, before);
      if (kind !== undefined && !moves.includes(kind)) continue;
      if ((levels && level === undefined) || (kind === undefined && moves.length < 3)) {
        this.say(rule, this.noLevel(), decision);
        continue;
      }
      this.find(rule, 'tenure-short', 'roster', this.place(a), chosen(a.person), [
        { name: 'held', value: held, unit: 'months' }, { name: 'required', value: months, unit: 'months' },
        { name: 'days-missing', value: addMonths(before.from, months) - a.from, unit: 'days' },
        { name: 'since', value: formatDay(before.from), unit: 'date' }, { name: 'left', value: before.position, unit: 'code' },
        ...rowOf('left-row', before.row.row), ...rowOf('move', kind),
      ]);
    }
  }

  private freeze(rule: BreachRule & { readonly kind: 'freeze' }): void {
    const { appointments } = this.careers;
    if (appointments.length === 0) return this.say(rule, this.study.past.roster ? 'no-data' : 'no-roster');
    const [from, to] = [dayIn(rule.from), dayIn(rule.to)];
    for (const a of appointments) {
      if (a.done < from || a.done > to) continue;
      this.find(rule, 'freeze-window', 'roster', this.place(a, a.done), chosen(a.person), [
        { name: 'from', value: rule.from, unit: 'date' }, { name: 'to', value: rule.to, unit: 'date' }, { name: 'effective', value: formatDay(a.from), unit: 'date' },
      ]);
    }
  }

  private levelJump(rule: BreachRule & { readonly kind: 'level-jump' }): void {
    for (const [a, before] of this.moves(rule)) {
      const [from, to] = [this.posts.level(before.position), this.posts.level(a.position)];
      if (from === undefined || to === undefined) this.say(rule, this.noLevel(), a.decision?.id ?? null);
      else if (to - from > rule.most) {
        this.find(rule, 'level-jump', 'roster', this.place(a), chosen(a.person), [
          { name: 'levels-up', value: to - from, unit: 'levels' }, { name: 'most', value: rule.most, unit: 'levels' },
          { name: 'left', value: before.position, unit: 'code' }, ...rowOf('left-row', before.row.row),
        ]);
      }
    }
  }

  private hiddenDemotion(rule: BreachRule & { readonly kind: 'hidden-demotion' }): void {
    for (const [a, before] of this.moves(rule)) {
      const decision = a.decision?.id ?? null;
      const [from, to] = [this.posts.level(before.position), this.posts.level(a.position)];
      if (from === undefined || to === undefined) {
        this.say(rule, this.noLevel(), decision);
        continue;
      }
      const [was, is] = [this.posts.class(before.position), this.posts.class(a.position)];
      if (to > from) continue;
      if (to === from && (was === undefined || is === undefined)) {
        this.say(rule, 'no-data', decision);
        continue;
      }
      const classes = was === undefined || is === undefined ? 0 : was - is;
      if (to === from && classes <= 0) continue;
      if (!a.stretch) {
        this.say(rule, 'no-roster', decision); // a consent would stand there
        continue;
      }
      if (a.stretch.row.consent !== undefined) continue;
      this.find(rule, 'hidden-demotion', 'roster', this.place(a), [{ role: 'holder', person: a.person }], [
        { name: 'levels-down', value: from - to, unit: 'levels' }, ...(was === undefined || is === undefined ? [] : [{ name: 'classes-down', value: classes, unit: 'count' } as const]),
        { name: 'left', value: before.position, unit: 'code' }, ...rowOf('left-row', before.row.row), ...rowOf('called', a.called),
      ]);
    }
  }

  private actingLength(rule: BreachRule & { readonly kind: 'acting-length' }): void {
    if (!this.hasRoster(rule)) return;
    for (const s of this.careers.acting) {
      const until = s.to ?? this.seen;
      const last = lastDayOf(s.from, rule.months);
      if (until <= last) continue;
      this.find(rule, 'acting-too-long', 'roster', this.placeOf(s, last + 1), [{ role: 'holder', person: s.person }], [
        { name: 'acted', value: monthsBetween(s.from, until + 1, 'feb28'), unit: 'months' }, { name: 'most', value: rule.months, unit: 'months' },
        { name: 'days-over', value: until - last, unit: 'days' }, { name: 'since', value: formatDay(s.from), unit: 'date' }, { name: s.to === null ? 'seen-until' : 'until', value: formatDay(until), unit: 'date' },
      ]);
    }
  }

  private placeOf(s: Stretch, day: number): Place {
    return { decision: null, position: s.position, unit: this.posts.unit(s.position), on: formatDay(day), document: s.row.document ?? null, row: s.row.row ?? null };
  }

  private actingToDefinitive(rule: BreachRule & { readonly kind: 'acting-to-definitive' }): void {
    if (!this.hasRoster(rule)) return;
    const selected = new Map<string, Case[]>();
    for (const c of this.study.cases) for (const p of c.people) if (p.chosen) selected.set(`${p.person} ${c.position}`, [...(selected.get(`${p.person} ${c.position}`) ?? []), c]);
    const acted = new Map<string, Stretch[]>();
    for (const s of this.careers.acting) acted.set(`${s.person} ${s.position}`, [...(acted.get(`${s.person} ${s.position}`) ?? []), s]);
    for (const a of this.careers.appointments) {
      const { stretch } = a;
      const key = `${a.person} ${a.position}`;
      const acting = stretch && acted.get(key)?.filter((s) => wentOver(s, stretch)).at(-1);
      if (!acting || selected.get(key)?.some((c) => c.day <= a.from)) continue;
      if (!this.study.past.candidates) {
        this.say(rule, 'no-candidates');
        continue;
      }
      this.find(rule, 'acting-to-definitive', 'roster', this.place(a), chosen(a.person), [
        { name: 'acting-since', value: formatDay(acting.from), unit: 'date' }, { name: 'acted', value: monthsBetween(acting.from, a.from, 'feb28'), unit: 'months' }, ...rowOf('acting-row', acting.row.row),
      ]);
    }
  }

  private twoSeats(rule: BreachRule & { readonly kind: 'two-seats' }): void {
    if (!this.hasRoster(rule)) return;
    const { definitive } = this.careers;
    // a roster that never says when a post was left cannot show that two were held
    if (definitive.length > 0 && definitive.every((s) => s.to === null)) return this.say(rule, 'no-data');
    definitive.forEach((first, k) => {
      const firstEnd = first.to ?? Infinity;
      for (let at = k + 1; at < definitive.length; at++) {
        const second = definitive[at]!;
        if (second.person !== first.person || second.from >= firstEnd) break; // one day in both is how a handover is written
        const end = Math.min(firstEnd, second.to ?? Infinity);
        if (second.position === first.position || end <= second.from) continue;
        this.find(rule, 'two-definitive-seats', 'roster', this.placeOf(second, second.from), [{ role: 'holder', person: second.person }], [
          { name: 'days-in-both', value: end === Infinity ? null : end - second.from + 1, unit: 'days' }, { name: 'other', value: first.position, unit: 'code' },
          { name: 'other-since', value: formatDay(first.from), unit: 'date' }, ...rowOf('other-row', first.row.row),
        ]);
      }
    });
  }

  private afterRetirement(rule: BreachRule & { readonly kind: 'after-retirement' }): void {
    const { appointments, acting } = this.careers;
    if (appointments.length + acting.length === 0) return this.say(rule, this.study.past.roster ? 'no-data' : 'no-roster');
    const retires = new Map((this.study.past.people ?? []).flatMap((p) => (p.retires === undefined ? [] : [[p.id, p.retires] as const])));
    const check = (person: string, from: number, place: Place): void => {
      const day = retires.get(person);
      if (day === undefined) return this.say(rule, 'no-data', place.decision);
      const late = from - dayIn(day);
      if (late >= 0) this.find(rule, 'after-retirement', 'roster', place, chosen(person), [{ name: 'retires', value: day, unit: 'date' }, { name: 'days-after', value: late, unit: 'days' }]);
    };
    for (const a of appointments) check(a.person, a.from, this.place(a));
    for (const s of acting) check(s.person, s.from, this.placeOf(s, s.from));
  }

  private notice(rule: BreachRule & { readonly kind: 'notice' }): void {
    const cases = this.study.cases;
    if (cases.length === 0) return this.say(rule, 'no-data');
    for (const c of cases) {
      if (c.noticed === null || c.closed === null) {
        this.say(rule, 'no-data', c.id);
        continue;
      }
      const days = c.closed - c.noticed;
      if (days >= rule.days) continue;
      this.find(rule, 'notice-short', 'eligibility', placeOfCase(c), [], [
        { name: 'days-open', value: days, unit: 'days' }, { name: 'required', value: rule.days, unit: 'days' },
        { name: 'noticed', value: formatDay(c.noticed), unit: 'date' }, { name: 'closed', value: formatDay(c.closed), unit: 'date' },
      ]);
    }
  }

  private winnerEligible(rule: BreachRule & { readonly kind: 'winner-eligible' }): void {
    const { cases } = this.study;
    if (cases.length === 0) return this.say(rule, 'no-candidates');
    const seated = new Map<string, Stretch[]>();
    for (const s of this.careers.definitive) if (s.row.document !== undefined) seated.set(`${s.position} ${s.row.document}`, [...(seated.get(`${s.position} ${s.row.document}`) ?? []), s]);
    for (const c of cases) {
      if (c.people.length === 0) this.say(rule, 'no-candidates', c.id);
      for (const p of c.people) {
        if (!p.chosen) continue;
        const place = { ...placeOfCase(c), row: p.row ?? c.row };
        if (p.withdrew !== null && p.withdrew < c.day) this.find(rule, 'winner-not-considered', 'eligibility', place, chosen(p.person), [{ name: 'withdrew', value: formatDay(p.withdrew), unit: 'date' }]);
        if (p.eligible === 'unknown') this.say(rule, 'no-eligibility', c.id);
        if (p.eligible !== 'no') continue;
        const failing = p.failing.filter((f) => f.answer === 'fail');
        this.find(rule, 'winner-not-eligible', 'eligibility', place, chosen(p.person), [
          { name: 'from', value: c.from, unit: 'code' }, { name: 'failing', value: failing.length, unit: 'count' }, ...failing.map((f): Measure => ({ name: 'failing-rule', value: f.rule, unit: 'code' })),
        ]);
      }
      // the paper of the decision seats somebody whom the table of candidates does not know
      for (const s of c.document === null ? [] : (seated.get(`${c.position} ${c.document}`) ?? [])) {
        if (c.people.length === 0 || c.people.some((p) => p.person === s.person)) continue;
        this.find(rule, 'winner-not-considered', 'eligibility', { ...placeOfCase(c), row: s.row.row ?? c.row }, chosen(s.person), [{ name: 'considered', value: c.people.length, unit: 'people' }, { name: 'seated', value: formatDay(s.from), unit: 'date' }]);
      }
    }
  }
}

const chosen = (person: string): RawFinding['people'] => [{ role: 'chosen', person }];
const rowOf = (name: string, value: string | null | undefined): readonly Measure[] => (value === null || value === undefined ? [] : [{ name, value, unit: 'code' }]);
const placeOfCase = (c: Case): Place => ({ decision: c.id, position: c.position, unit: c.unit, on: c.on, document: c.document, row: c.row });

/** True for the own rule of whoever asks, a confirmed one, and one whose text or an explicit report of it was read. */
export function bindsHere(citation: Citation): boolean {
  return 'own' in citation || citation.confirmed !== undefined || READ.includes(citation.confidence);
}

function markOf(citation: Citation): string {
  if ('own' in citation) return 'own';
  return citation.confirmed ? 'confirmed' : citation.confidence;
}

/**
 * The last day of a term of months that begins on a day: the day before the same day, or the last day of a month that has no such day.
 * @see Regulation (EEC, Euratom) 1182/71 art. 3(2)(c), which states the usual reading.
 */
export function lastDayOf(from: number, months: number): number {
  const end = addMonths(from, months);
  return civilOf(end).day === civilOf(from).day ? end - 1 : end;
}
