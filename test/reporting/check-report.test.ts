import { beforeAll, describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { checkReport, report, type ReportInput } from '../../src/reporting/index.js';
import { differences } from '../../src/reporting/check-report.js';
import { caseOf, richPolicy, richRound } from './rounds.js';

let input: ReportInput;
let page: string;
beforeAll(async () => {
  input = await caseOf(richRound(), richPolicy());
  page = report(input, { locale: 'en' });
});

/** What a check answers: nothing, or the places of what differs. */
function told(text: string): readonly string[] {
  try {
    checkReport(text, input);
    return [];
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    return error.issues.map((i) => `${i.code} ${i.line}:${i.column}`);
  }
}

describe('checkReport', () => {
  it('says nothing to the report itself, in both languages', () => {
    expect(told(page)).toEqual([]);
    expect(told(report(input, { locale: 'id' }))).toEqual([]);
  });

  it('finds every digit that was changed, at its line and column', () => {
    const digits = [...page.matchAll(/[0-9]/g)].map((m) => m.index);
    expect(digits.length).toBeGreaterThan(500);
    for (const at of digits) {
      const forged = `${page.slice(0, at)}${(Number(page[at]) + 1) % 10}${page.slice(at + 1)}`;
      const before = page.slice(0, at).split('\n');
      expect(differences(forged, page).map((i) => [i.code, i.line, i.column])).toEqual([['E_REPORT_MISMATCH', before.length, before.at(-1)!.length + 1]]);
    }
  });

  it('finds what was put in, taken out or left off, and every line of several', () => {
    const lines = page.split('\n');
    expect(told(page.slice(0, -1))).toEqual([`E_REPORT_MISMATCH ${lines.length}:1`]);
    expect(told(`${page}<p>approved</p>`)).toEqual([`E_REPORT_MISMATCH ${lines.length}:1`]);
    expect(differences(`${page}\nmore`, page)).toEqual([{ code: 'E_REPORT_MISMATCH', path: '', message: 'more stands here than follows from the bundle', line: lines.length + 1, column: 1 }]);
    expect(differences(page, `${page}\nmore`)).toEqual([{ code: 'E_REPORT_MISMATCH', path: '', message: 'the report ends here, and more follows from the bundle', line: lines.length + 1, column: 1 }]);
    expect(told([...lines.slice(0, 9), 'a line', ...lines.slice(9)].join('\n'))).toEqual(['E_REPORT_MISMATCH 10:1']);
    expect(told(lines.map((l, k) => (k === 9 || k === 12 ? `${l}.` : l)).join('\n'))).toHaveLength(2);
    expect(told(lines.map((l, k) => (k < 2 ? l : `${l}.`)).join('\n')).length).toBeLessThanOrEqual(100);
    expect(told('')).toEqual(['E_REPORT_MISMATCH 1:1']);
  });

  it('says nothing of what stands there', () => {
    expect(() => checkReport(page.replace('Name of', 'Nama of'), input)).toThrow(/^E_REPORT_MISMATCH: another text follows from the bundle/);
  });

  it('takes the language and the lengths of lists it is given', () => {
    const short = report(input, { locale: 'id', list: 1, nearest: 1 });
    expect(() => checkReport(short, input, { locale: 'id' })).toThrow('E_REPORT_MISMATCH');
    expect(() => checkReport(short, input, { locale: 'id', list: 1, nearest: 1 })).not.toThrow();
  });
});
