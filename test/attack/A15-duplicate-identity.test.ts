// A15: one person under two ids has two chances. What is promised: an id is one id however it is written, and the same name, birth date and birth
// place under two ids is told. Not found: a name with a typing error or with its words in another order; a register outside must be asked for those.
import { expect, it } from 'vitest';
import { MeritError } from '../../src/index.js';
import { World, type Loose } from '../vectors/bad-inputs/world.js';

const world = new World('S\u00e9ri');

/** Codes and places of what is told of a round in which EMP-9 is made after EMP-0. */
function told(change: (twin: Loose, person: Loose, round: Loose) => void): string[] {
  try {
    const { warnings } = world.parse((round) => change(round.people[9], round.people[0], round));
    return warnings.filter(({ code }) => code !== 'W_NFC').map(({ code, path }) => `${code} ${path}`);
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    return error.issues.map(({ code, path }) => `${code} ${path}`);
  }
}

const twin = (name: (name: string) => string) => (t: Loose, p: Loose): void => void Object.assign(t, { name: name(p.name), born: p.born, bornAt: p.bornAt });

it('(the control) ten people with names, days and places of their own are told of in no way', () => {
  expect(told(() => undefined)).toEqual([]);
  expect(told(twin((name) => `${name} junior`))).toEqual([]);
});

it.each<[string, (name: string) => string]>([
  ['the same name', (name) => name],
  ['the name in decomposed letters', (name) => name.normalize('NFD')],
  ['the name in capitals', (name) => name.toUpperCase()],
])('%s with birth date and place under a second id is told', (_, name) => {
  expect(told(twin(name))).toContain('W_IDENTITY_TWIN /people/9');
});

it('of 500 planted twins in other letters, cases and forms all are told', () => {
  const NAMES = ['Siti N\u00fcr', 'Jos\u00e9 da Silva', '\u0130brahim \u015een', 'Ng\u00f4 B\u1ea3o Ch\u00e2u', 'Budi Santoso'];
  let found = 0;
  for (let k = 0; k < 500; k++) {
    const name = `${NAMES[k % 5]!} ${k}`;
    const written = [name.normalize('NFD'), name.toLowerCase(), name.normalize('NFKD'), name][k % 4]!;
    const lines = told((t, p) => {
      Object.assign(p, { name, born: '1980-05-05', bornAt: 'Kota Contoh' });
      Object.assign(t, { name: written, born: '1980-05-05', bornAt: k % 2 ? 'KOTA CONTOH' : 'Kota Contoh' });
    });
    if (lines.some((line) => line === 'W_IDENTITY_TWIN /people/9')) found++;
  }
  expect(found).toBe(500);
});

it('a letter of another script inside a word is told', () => {
  expect(told(twin((name) => name.replace('r', '\u0433')))).toContain('W_NAME_MIXED_SCRIPT /people/9/name');
});

it.each<[string, string, string]>([
  ['the same id', 'EMP-0', 'E_ID_DUPLICATE'],
  ['the id in other capitals', 'emp-0', 'E_ID_CASE'],
  ['a letter that looks alike', 'EM\u0420-0', 'E_ID_SYNTAX'],
  ['a full-width digit', 'EMP-\uff10', 'E_ID_SYNTAX'],
  ['a character nobody sees', 'EMP-0\u200b', 'E_ID_SYNTAX'],
])('%s is refused', (_, id, code) => {
  expect(told((t) => (t.id = id)).some((line) => line.startsWith(`${code} /people/9`))).toBe(true);
});
