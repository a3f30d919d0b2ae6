import { parseFolder, parseRound, seal, type DocumentInput, type ParsedRound, type Policy, type SealedPolicy } from '../../../src/index.js';
import { NONCE, toyPolicy } from '../../support/toy.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents that are about to be broken have no type
export type Loose = any;

const own = { own: 'a choice made for the test' };

/** The files of a folder of tables. */
export type Files = Record<string, string | Uint8Array>;

/**
 * A round of ten people and five posts with a datum in every field there is, as a document and as a folder of tables. `word`
 * stands in every personal text of it, and `born` is everybody's first date of birth: neither may ever be told.
 */
export class World {
  readonly word: string;
  readonly born = '1961-04-17';

  constructor(word = 'Sari') {
    this.word = word;
  }

  policy(change: (policy: Loose) => void = () => undefined): Policy {
    return toyPolicy((policy) => {
      Object.assign(policy.attributes, {
        grade: { of: 'person', type: 'number', label: { en: 'grade' } },
        note: { of: 'person', type: 'text', label: { en: 'note' } },
        rank: { of: 'person', type: 'ordered', label: { en: 'rank' }, values: ['III/a', 'III/b', 'IV/a'] },
        joined: { of: 'person', type: 'date', label: { en: 'joined' } },
      });
      policy.ties.order.push({ attribute: 'rank', direction: 'descending', citation: own });
      change(policy);
    });
  }

  sealed(change?: (policy: Loose) => void): SealedPolicy {
    return seal(this.policy(change));
  }

  round(change: (round: Loose) => void = () => undefined): Loose {
    const { word } = this;
    const post = (k: number, level: string): Loose => ({ id: `P-${k}`, title: `Post ${k}`, unit: 'U1', level, attributes: { field: 'common' }, requires: [{ attribute: 'exam', is: '>=', value: 10 }] });
    const person = (k: number): Loose => ({
      id: `EMP-${k}`,
      name: `${word} ${'abcdefghij'.charAt(k)}`,
      born: k === 0 ? this.born : `1970-01-${10 + k}`,
      bornAt: `Kota ${word}`,
      evidence: [
        { attribute: 'exam', value: 60 + k, source: 'S1' },
        { attribute: 'skill', value: 80 - k, source: 'S1', date: '2026-09-30', expires: '2027-09-30' },
        { attribute: 'rating', value: 70.5, source: 'S1' },
        { attribute: 'cleared', value: true, source: 'S1' },
        { attribute: 'fields', value: [`${word}-a`, `${word}-b`], source: 'S1' },
        { attribute: 'note', value: `a note about ${word}`, source: 'S1' },
        { attribute: 'rank', unmapped: `rank of ${word}`, source: 'S1' },
        { attribute: 'joined', value: '1995-03-01', source: 'S1' },
        { attribute: 'grade', value: 9, source: 'S1' },
      ],
    });
    const people = Array.from({ length: 10 }, (_, k) => person(k));
    people.forEach((p, k) => {
      const seat = { 2: 'P-1', 3: 'P-2', 8: 'P-3' }[k];
      Object.assign(p, seat === undefined ? {} : { seat, since: '2015-05-01', retires: '2031-12-31' });
    });
    Object.assign(people[3], { acceptsLower: { on: '2026-11-02', document: `letter of ${word}` }, wishes: ['P-0', 'P-4'] });
    const round: Loose = {
      format: 'meritra/round/0',
      id: 'R-1',
      title: 'The round',
      asOf: '2026-11-21',
      horizon: '2026-12-31',
      scope: { positions: 'all', people: 'all' },
      sources: [{ id: 'S1', title: 'register', date: '2026-10-01' }],
      units: [{ id: 'U1', name: 'Unit one' }],
      positions: [post(0, 'TOP'), { ...post(1, 'MID'), superior: 'P-0' }, { ...post(2, 'MID'), superior: 'P-1' }, post(3, 'LOW'), post(4, 'LOW')],
      people,
      relations: [{ a: 'EMP-3', b: 'EMP-8', kind: `kin of ${word}`, degree: 1, source: 'S1', date: '2026-01-02' }],
      pins: [{ person: 'EMP-3', position: 'P-2', by: `order of ${word}`, reason: `because of ${word}` }],
      waivers: [],
      actors: [],
      reveals: [{ party: 'panel', nonce: NONCE }],
    };
    change(round);
    return round;
  }

  /** The JSON text of the round, with a change to the document and one to the text. */
  text(change: (round: Loose) => void, edit: (text: string) => string = (text) => text): string {
    return edit(JSON.stringify(this.round(change)));
  }

  /** A text that holds `raw` as the source of the value at a place: what no JavaScript value could stand for. */
  raw(change: (round: Loose, mark: string) => void, raw: string): string {
    return this.text((round) => change(round, '@RAW@'), (text) => text.replace('"@RAW@"', () => raw));
  }

  parse(change: (round: Loose) => void, policy?: (policy: Loose) => void): ParsedRound {
    return parseRound(this.round(change) as object, this.sealed(policy));
  }

  read(input: DocumentInput, policy?: (policy: Loose) => void): ParsedRound {
    return parseRound(input, this.sealed(policy));
  }

  /** Ten tables; `scores.csv` and `flags.csv` are sheets about the people. */
  files(change: (files: Files) => void = () => undefined): Files {
    const { word } = this;
    const head = {
      format: 'meritra/round-folder/0',
      id: 'R-1',
      asOf: '2026-11-21',
      scope: { positions: 'all', people: 'all' },
      delimiter: ',',
      reveals: [{ party: 'panel', nonce: NONCE }],
      sheets: [
        { file: 'scores.csv', about: 'person', id: 'id', columns: { skill: { attribute: 'skill', source: 'S1' }, exam: { attribute: 'exam', source: 'S1' } } },
        { file: 'flags.csv', about: 'person', id: 'id', columns: { cleared: { attribute: 'cleared', source: 'S1' } }, ignore: ['who', 'where', 'remark'] },
      ],
    };
    const files: Files = {
      'round.json': JSON.stringify(head),
      'sources.csv': 'id,title,date\nS1,register,2026-10-01\n',
      'units.csv': 'id,name\nU1,Unit one\n',
      'positions.csv': 'id,title,unit,level\nP-1,Post 1,U1,LOW\nP-2,Post 2,U1,LOW\n',
      'people.csv': `id,name,born\nEMP-1,${word} a,${this.born}\nEMP-2,${word} b,1970-01-02\n`,
      'evidence.csv': `person,attribute,value,unmapped,source\nEMP-1,rating,70.5,,S1\nEMP-2,rank,,rank of ${word},S1\n`,
      'wishes.csv': 'person,place,position\nEMP-1,1,P-1\n',
      'relations.csv': `a,b,kind,degree,source\nEMP-1,EMP-2,kin of ${word},2,S1\n`,
      'scores.csv': 'id,skill,exam\nEMP-1,50,60\nEMP-2,51,61\n',
      'flags.csv': `id,who,where,remark,cleared\nEMP-1,${word},${word},${word},true\nEMP-2,${word},${word},${word},true\n`,
    };
    change(files);
    return files;
  }

  parseFiles(change: (files: Files) => void, policy?: (policy: Loose) => void): ParsedRound {
    return parseFolder(this.files(change), this.sealed(policy));
  }

  /** The folder with one table replaced. */
  table(name: string, text: string | Uint8Array): ParsedRound {
    return this.parseFiles((files) => (files[name] = text));
  }
}
