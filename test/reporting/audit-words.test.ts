import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALTERNATIVES, auditEn, auditId, LABELS, QUESTIONS, type AuditWords } from '../../src/reporting/audit/index.js';
import { BANNED } from './audit-worlds.js';

const room = resolve(import.meta.dirname, '../../src/auditing');
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(room, name), 'utf8'));
const found = (pattern: RegExp): readonly string[] => [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!)))].sort();
const LANGUAGES = [['en', auditEn], ['id', auditId]] as const;

/** Members of a union of texts as the sources declare it. */
function union(name: string): readonly string[] {
  const text = sources.find((source) => source.includes(`export type ${name} =`))!;
  const body = text.slice(text.indexOf(`export type ${name} =`));
  return [...body.slice(0, body.indexOf(';')).replace(/\/\/.*/g, '').matchAll(/'([a-z-]+)'/g)].map((match) => match[1]!);
}

/** Every sentence and word of a language. */
function sentences(words: AuditWords): readonly string[] {
  const walk = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(walk) : []);
  return [...walk(words), words.overrides('3', '2'), words.family('Holm', '5 %', '9', null), words.family('Holm', '5 %', '9', '4'), words.interval('95 %'), words.rate('90 %', '1 %', '200', 'a world')];
}

describe('the words of an audit', () => {
  it('exist in both languages for every code that the sources know', () => {
    for (const [, words] of LANGUAGES) {
      for (const [part, codes] of [['findings', union('FindingCode')], ['because', union('Because')], ['claims', union('Claim')], ['alternatives', ALTERNATIVES], ['questions', QUESTIONS], ['labels', LABELS]] as const) {
        expect(codes.length, part).toBeGreaterThan(3);
        for (const code of codes) expect((words[part] as Record<string, string>)[code] ?? '', `${part} ${code}`).not.toBe('');
        expect(Object.keys(words[part]).sort(), part).toEqual([...codes].sort());
      }
    }
    for (const part of ['measures', 'codes', 'parts', 'roles', 'methods', 'tests'] as const) expect(Object.keys(auditId[part]).sort(), part).toEqual(Object.keys(auditEn[part]).sort());
  });

  it('exist for every measure, part, method, alternative and question that the parts name', () => {
    const rungs = ['crude', 'unit', 'merit', 'all', 'odds-ratio', 'share', 'difference', 'risk-ratio'];
    const measures = found(/\bname: '([a-z-]+)'/g).filter((name) => !rungs.includes(name));
    expect(measures.length).toBeGreaterThan(80);
    for (const name of measures) expect(auditEn.measures, name).toHaveProperty([name]);
    for (const part of [...found(/\bpart: '([a-z-]+)'/g), ...found(/^\s*part\('([a-z-]+)'/gm)]) if (part !== 'flags') expect({ ...auditEn.parts, ...auditEn.findings }, part).toHaveProperty([part]);
    for (const method of found(/\b(?:METHOD|WINNERS|LOGIT|STRATA) = '([^']+)'/g)) expect(auditEn.methods, method).toHaveProperty([method]);
    const lists = found(/\b(?:alternatives|ask): \[([^\]]+)\]/g).flatMap((list) => [...list.matchAll(/'([a-z-]+)'/g)].map((match) => match[1]!));
    expect(lists.length).toBeGreaterThan(30);
    for (const code of lists) expect([...ALTERNATIVES, ...QUESTIONS], code).toContain(code);
  });

  it('never accuse, in any sentence of either language', () => {
    for (const [language, words] of LANGUAGES) for (const sentence of sentences(words)) expect(sentence).not.toMatch(BANNED[language]);
    expect('This favoured his kin').toMatch(BANNED.en);
    expect('urutan yang menguntungkan').toMatch(BANNED.id);
  });
});
