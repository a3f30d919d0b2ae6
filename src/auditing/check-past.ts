import { pointerToken } from '../canonical/index.js';
import type { Issues } from '../errors/index.js';
import { dayAt, storedText } from '../intake/check-value.js';
import { toUnits } from '../model/decimal.js';
import { checkId, looksNational } from '../model/text.js';
import type { Past, PAST_TABLES } from './past.js';

type TableName = keyof typeof PAST_TABLES;

/** What the text fields of each table are. Fields that are not named here are numbers, truths, words of a list, or looked at on their own below. */
const FIELDS: Readonly<Record<TableName, { readonly ids?: readonly string[]; readonly texts?: readonly string[]; readonly days?: readonly string[] }>> = {
  decisions: { ids: ['id', 'position', 'decider'], texts: ['document', 'route', 'kind', 'row'], days: ['on', 'noticed', 'closed', 'opened'] },
  candidates: { ids: ['decision', 'person'], texts: ['reached', 'row'], days: ['withdrew'] },
  roster: { ids: ['person', 'position', 'decider'], texts: ['kind', 'consent', 'document', 'row'], days: ['from', 'to'] },
  people: { ids: ['id'], texts: ['name'], days: ['born', 'retires'] },
  positions: { ids: ['id', 'unit', 'superior'], texts: ['title', 'level', 'family'] },
  units: { ids: ['id', 'parent'], texts: ['name'] },
  requirements: { ids: ['position', 'by'], texts: ['attribute', 'row'], days: ['from', 'to'] },
  evidence: { ids: ['person', 'by'], texts: ['attribute', 'source', 'row'], days: ['date'] },
  scores: { ids: ['decision', 'person', 'by'], texts: ['criterion', 'row'], days: ['on'] },
  weights: { ids: ['decision', 'by'], texts: ['criterion', 'row'], days: ['on'] },
  roles: { ids: ['decision', 'actor'], texts: ['row'], days: ['statement'] },
  relations: { ids: ['a', 'b'], texts: ['kind', 'source', 'row'], days: ['from', 'to'] },
  replies: { ids: ['decision', 'person'], texts: ['code', 'text', 'document'], days: ['on'] },
};

/** Rows of one of these that are equal in these fields say one thing twice, and an audit would have to choose. */
const UNIQUE: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  candidates: ['decision', 'person'],
  roster: ['person', 'position', 'from'],
  scores: ['decision', 'person', 'criterion', 'by', 'on', 'order'],
  weights: ['decision', 'criterion', 'on'],
  roles: ['decision', 'actor', 'role'],
  relations: ['a', 'b', 'kind', 'degree', 'from'],
};

const LONG = 10_000;

type Row = Record<string, unknown>;
/** Index by id of a table, with the place of each id; undefined where the table was not given. */
type Places = ReadonlyMap<string, number> | undefined;

/**
 * Everything about a record that its shape does not say. Adds every problem; stores texts composed (NFC). O(rows).
 * Ids of people must exist where `people` is given; of posts where `positions` is; else whoever appears is known.
 */
export function checkPast(past: Past, issues: Issues): void {
  new PastCheck(past, issues).run();
}

class PastCheck {
  private readonly past: Past;
  private readonly issues: Issues;

  constructor(past: Past, issues: Issues) {
    this.past = past;
    this.issues = issues;
  }

  run(): void {
    const { past, issues } = this;
    this.head();
    for (const table of Object.keys(FIELDS) as TableName[]) this.fields(table, (past[table] ?? []));
    if (issues.full) return;
    const decisions = this.ids('decisions');
    const people = this.ids('people');
    const positions = this.ids('positions');
    const units = this.ids('units');
    for (const [table, fields] of Object.entries(UNIQUE)) this.unique(table as TableName, fields);
    this.references(decisions, people, positions, units);
    this.relations(people);
    this.dates();
    this.numbers();
    this.circles('positions', 'superior', positions);
    this.circles('units', 'parent', units);
  }

  private head(): void {
    const { past } = this;
    if (past.title !== undefined) past.title = this.text(past.title, '/title');
    for (const name of ['levels', 'stages'] as const) {
      const words = past[name];
      if (!words) continue;
      words.forEach((word, k) => {
        words[k] = this.text(word, `/${name}/${k}`);
        const first = words.indexOf(words[k]);
        if (first < k) this.issues.add('E_ID_DUPLICATE', `/${name}/${k}`, 'this word stands twice', { related: [`/${name}/${first}`] });
      });
    }
    const complete = new Map<string, number>();
    past.relationsComplete?.forEach((row, k) => {
      const at = `/relationsComplete/${k}`;
      row.kind = this.text(row.kind, `${at}/kind`);
      row.source = this.text(row.source, `${at}/source`);
      dayAt(row.date, `${at}/date`, this.issues);
      const first = complete.get(row.kind);
      if (first !== undefined) this.issues.add('E_ID_DUPLICATE', `${at}/kind`, 'this kind stands twice', { related: [`/relationsComplete/${first}/kind`] });
      else complete.set(row.kind, k);
    });
  }

  /** Ids, texts and days of one table. */
  private fields(table: TableName, rows: readonly Row[]): void {
    const { ids = [], texts = [], days = [] } = FIELDS[table];
    const longest = table === 'replies' ? LONG : undefined;
    for (let k = 0; k < rows.length && !this.issues.full; k++) {
      const row = rows[k]!;
      const at = `/${table}/${k}/`;
      for (const field of ids) {
        const id = row[field];
        if (id === undefined) continue;
        const problem = checkId(id as string);
        if (problem) this.issues.add(problem.code, at + field, problem.message);
      }
      for (const field of texts) if (row[field] !== undefined) row[field] = storedText(row[field] as string, at + field, this.issues, field === 'text' ? longest : undefined);
      for (const field of days) if (row[field] !== undefined) dayAt(row[field] as string, at + field, this.issues);
    }
    if (table === 'candidates') this.candidates();
    if (table === 'roles') this.statements();
    if (table === 'evidence' || table === 'requirements') this.values(table);
  }

  /** Names of ties and strata, and the texts of strata: the same few again and again, so each is looked at once. */
  private candidates(): void {
    const sound = new Map<string, string>();
    const stored = (text: string, at: () => string): string => {
      let known = sound.get(text);
      if (known === undefined) sound.set(text, (known = this.text(text, at())));
      return known;
    };
    (this.past.candidates ?? []).forEach((row, k) => {
      const { strata, ties } = row;
      for (const name in strata) {
        const at = (): string => `/candidates/${k}/strata${pointerToken(name)}`;
        const value = strata[name];
        stored(name, at);
        if (typeof value === 'string') strata[name] = stored(value, at);
        else if (typeof value === 'number') this.units(value, at());
      }
      for (const name in ties) stored(name, () => `/candidates/${k}/ties${pointerToken(name)}`);
    });
  }

  private statements(): void {
    (this.past.roles ?? []).forEach(({ declared, recused }, k) => {
      for (const [field, list] of [['declared', declared], ['recused', recused]] as const) {
        if (!Array.isArray(list)) continue;
        list.forEach((id, i) => {
          const problem = checkId(id);
          if (problem) this.issues.add(problem.code, `/roles/${k}/${field}/${i}`, problem.message);
        });
      }
    });
  }

  private values(table: 'evidence' | 'requirements'): void {
    (this.past[table] ?? []).forEach((row, k) => {
      const at = `/${table}/${k}/value`;
      const { value } = row;
      if (typeof value === 'string') row.value = this.text(value, at);
      else if (typeof value === 'number') this.units(value, at);
      else if (Array.isArray(value)) row.value = value.map((word, i) => this.text(word, `${at}/${i}`));
    });
  }

  /** Index of a table by id; two ids that differ in upper and lower case only are refused. */
  private ids(table: 'decisions' | 'people' | 'positions' | 'units'): Places {
    const rows: readonly { readonly id: string }[] | undefined = this.past[table];
    if (!rows) return undefined;
    const found = new Map<string, number>();
    const folded = new Map<string, number>();
    rows.forEach(({ id }, k) => {
      const at = `/${table}/${k}/id`;
      const same = found.get(id);
      const alike = folded.get(id.toLowerCase());
      if (same !== undefined) this.issues.add('E_ID_DUPLICATE', at, 'this id stands twice', { related: [`/${table}/${same}/id`] });
      else if (alike !== undefined) this.issues.add('E_ID_CASE', at, 'two ids differ in upper and lower case only', { related: [`/${table}/${alike}/id`] });
      if (table === 'people' && looksNational(id)) this.issues.warn('W_ID_NATIONAL', at, 'the id looks like a national number: personal data, better replaced');
      if (same === undefined) found.set(id, k);
      if (alike === undefined) folded.set(id.toLowerCase(), k);
    });
    return found;
  }

  private unique(table: TableName, fields: readonly string[]): void {
    const seen = new Map<string, number>();
    ((this.past[table] ?? []) as Row[]).forEach((row, k) => {
      let key = '';
      for (const field of fields) key += `${(row[field] ?? '') as string | number}\n`; // no id or stored text holds a line end
      const first = seen.get(key);
      if (first === undefined) seen.set(key, k);
      else this.issues.add('E_ID_DUPLICATE', `/${table}/${k}`, `another row has the same ${fields.join(', ')}`, { related: [`/${table}/${first}`] });
    });
  }

  private references(decisions: Places, people: Places, positions: Places, units: Places): void {
    const { past } = this;
    const noDecisions = new Map<string, number>();
    for (const table of ['candidates', 'scores', 'weights', 'roles', 'replies'] as const) {
      const rows: readonly { readonly decision?: string | undefined }[] = past[table] ?? [];
      rows.forEach((row, k) => this.ref(decisions ?? noDecisions, row.decision, `/${table}/${k}/decision`, 'decisions'));
    }
    for (const table of ['candidates', 'roster', 'evidence', 'scores', 'replies'] as const) {
      const rows: readonly { readonly person?: string | undefined }[] = past[table] ?? [];
      rows.forEach((row, k) => this.ref(people, row.person, `/${table}/${k}/person`, 'people'));
    }
    for (const table of ['decisions', 'roster', 'requirements'] as const) {
      const rows: readonly { readonly position: string }[] = past[table] ?? [];
      rows.forEach((row, k) => this.ref(positions, row.position, `/${table}/${k}/position`, 'positions'));
    }
    past.roles?.forEach(({ declared, recused }, k) => {
      declared?.forEach((id, i) => this.ref(people, id, `/roles/${k}/declared/${i}`, 'people'));
      if (Array.isArray(recused)) recused.forEach((id, i) => this.ref(people, id, `/roles/${k}/recused/${i}`, 'people'));
    });
    const levels = new Map(past.levels?.map((level, k) => [level, k]));
    past.positions?.forEach((row, k) => {
      this.ref(positions, row.superior, `/positions/${k}/superior`, 'positions');
      this.ref(units, row.unit, `/positions/${k}/unit`, 'units');
      this.ref(levels, row.level, `/positions/${k}/level`, 'levels');
    });
    past.units?.forEach((row, k) => this.ref(units, row.parent, `/units/${k}/parent`, 'units'));
    const stages = new Map(past.stages?.map((stage, k) => [stage, k]));
    past.candidates?.forEach((row, k) => this.ref(stages, row.reached, `/candidates/${k}/reached`, 'stages'));
    this.considered();
  }

  /** A score belongs to somebody who was considered. */
  private considered(): void {
    const { candidates, scores } = this.past;
    if (!candidates || !scores) return;
    const pairs = new Set(candidates.map((row) => `${row.decision}\n${row.person}`));
    scores.forEach((row, k) => {
      if (!pairs.has(`${row.decision}\n${row.person}`)) this.issues.add('E_REF_UNKNOWN', `/scores/${k}/person`, 'nobody of this id was considered for this decision in `candidates`');
    });
  }

  private relations(people: Places): void {
    const { past, issues } = this;
    const actors = new Set<string>();
    for (const row of past.roles ?? []) actors.add(row.actor);
    for (const row of [...(past.decisions ?? []), ...(past.roster ?? [])]) if (row.decider !== undefined) actors.add(row.decider);
    for (const table of ['evidence', 'scores', 'weights', 'requirements'] as const) for (const row of past[table] ?? []) if (row.by !== undefined) actors.add(row.by);
    past.relations?.forEach(({ a, b }, k) => {
      if (a === b) issues.add('E_KIN_SELF', `/relations/${k}`, 'a relation has two ends');
      for (const [end, id] of [['a', a], ['b', b]] as const) if (people && !people.has(id) && !actors.has(id)) issues.add('E_REF_UNKNOWN', `/relations/${k}/${end}`, 'neither a person of `people` nor an actor of this record');
    });
  }

  private dates(): void {
    const { past } = this;
    past.decisions?.forEach((row, k) => {
      const at = `/decisions/${k}`;
      this.ordered(row.noticed, row.closed, `${at}/closed`, 'applications closed before the call was published');
      this.ordered(row.opened, row.on, `${at}/opened`, 'names and scores were opened after the decision');
    });
    past.roster?.forEach((row, k) => this.ordered(row.from, row.to, `/roster/${k}/to`, 'the last day lies before the first'));
    past.people?.forEach((row, k) => this.ordered(row.born, row.retires, `/people/${k}/retires`, 'retires before birth'));
    past.requirements?.forEach((row, k) => this.ordered(row.from, row.to, `/requirements/${k}/to`, 'the last day lies before the first'));
    past.relations?.forEach((row, k) => this.ordered(row.from, row.to, `/relations/${k}/to`, 'the last day lies before the first'));
  }

  private numbers(): void {
    const { past } = this;
    past.candidates?.forEach((row, k) => row.score !== undefined && this.points(row.score, `/candidates/${k}/score`));
    past.scores?.forEach((row, k) => this.points(row.value, `/scores/${k}/value`));
    past.weights?.forEach((row, k) => this.points(row.weight, `/weights/${k}/weight`));
  }

  /** Points and weights: at most four decimals, so that they are whole in 1/10,000. */
  private points(value: number, at: string): void {
    const units = toUnits(value);
    if (typeof units !== 'number') this.issues.add(units, at, 'expected a number of at most 4 decimals, at most 1e9');
    else if (units % 100 !== 0) this.issues.add('E_NUM_SCALE', at, 'expected at most 4 decimals');
  }

  private units(value: number, at: string): void {
    const units = toUnits(value);
    if (typeof units !== 'number') this.issues.add(units, at, 'expected a number of at most 6 decimals, at most 1e9');
  }

  private text(text: string, at: string): string {
    return storedText(text, at, this.issues);
  }

  /** Days as texts compare like days: both were checked to be YYYY-MM-DD. */
  private ordered(from: string | undefined, to: string | undefined, at: string, message: string): void {
    if (from !== undefined && to !== undefined && to < from) this.issues.add('E_DATE_ORDER', at, message);
  }

  private ref(table: Places, id: string | undefined, at: string, name: string): void {
    if (id !== undefined && table && !table.has(id)) this.issues.add('E_REF_UNKNOWN', at, `nothing of this name in \`${name}\``);
  }

  /** Circles of a parent relation, each told once, at its smallest id. O(rows). */
  private circles(table: 'positions' | 'units', field: 'superior' | 'parent', places: Places): void {
    const rows = (this.past[table] ?? []) as readonly { readonly id: string; readonly superior?: string; readonly parent?: string }[];
    const state = new Uint8Array(rows.length); // 0 new, 1 on the path, 2 done
    rows.forEach((_, begin) => {
      const path: number[] = [];
      let k: number | undefined = begin;
      while (k !== undefined && state[k] === 0) {
        state[k] = 1;
        path.push(k);
        const parent: string | undefined = rows[k]![field];
        k = parent === undefined ? undefined : places?.get(parent);
      }
      if (k !== undefined && state[k] === 1) {
        const circle = path.slice(path.indexOf(k));
        const least = circle.reduce((a, b) => (rows[a]!.id < rows[b]!.id ? a : b));
        this.issues.add('E_GRAPH_CYCLE', `/${table}/${least}/${field}`, `a circle of ${circle.length}`, { related: circle.filter((x) => x !== least).map((x) => `/${table}/${x}/${field}`) });
      }
      for (const x of path) state[x] = 2;
    });
  }
}
