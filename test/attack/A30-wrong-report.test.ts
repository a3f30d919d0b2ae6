// A30: a right log and bundle, and beside them a report with other figures. Every digit: test/reporting/check-report.test.ts; the command: test/cli.
import { beforeAll, describe, expect, it } from 'vitest';
import { MeritError } from '../../src/index.js';
import { checkReport, report, type ReportInput } from '../../src/reporting/index.js';
import { bundleFacts } from '../../src/trail/bundle-facts.js';
import { verify } from '../../src/verify/index.js';
import { logOf, type Told } from './logs.js';

let made: Told;
let input: ReportInput;
beforeAll(async () => {
  made = await logOf(10);
  input = { ...(await bundleFacts(made.bundle)), verdicts: verify(made.bundle).verdicts };
});

/** Code and place of everything that is told of a page. */
function told(page: string): readonly string[] {
  try {
    checkReport(page, input);
    return [];
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    return error.issues.map(({ code, line, column }) => `${code} ${line}:${column}`);
  }
}

describe.each(['en', 'id'] as const)('the report in %s', (locale) => {
  let page: string;
  beforeAll(() => {
    page = report(input, { locale });
  });

  it('(the control) is the one that follows from the bundle', () => expect(told(page)).toEqual([]));

  it('with any one of its numbers altered is refused, at line and column (every 19th)', () => {
    const numbers = [...page.matchAll(/\d+/g)].filter((_, k) => k % 19 === 0);
    expect(numbers.length).toBeGreaterThan(15);
    for (const { 0: digits, index } of numbers) {
      const other = String(BigInt(digits) + 1n).padStart(digits.length, '0');
      const [before, last] = [page.slice(0, index).split('\n'), [...digits].findIndex((digit, k) => digit !== other[k])];
      expect(told(`${page.slice(0, index)}${other}${page.slice(index + digits.length)}`)).toEqual([`E_REPORT_MISMATCH ${before.length}:${before.at(-1)!.length + 1 + (other.length > digits.length ? 0 : last)}`]);
    }
  });

  it('with another name in a seat, a verdict that holds where it does not, or another hash is refused', () => {
    const [name] = /Name of P\d+/.exec(page)!;
    const hash = made.bundle.proposal.round.hash as string;
    for (const [from, to] of [[name, 'Name of P999'], [hash, `${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}`]] as const) {
      expect(page).toContain(from);
      expect(told(page.replace(from, to))[0]).toMatch(/^E_REPORT_MISMATCH \d+:\d+$/);
    }
  });
});

it('the report of another proposal, honest by itself, is not that of this bundle', async () => {
  const other = await logOf(10, 2);
  const foreign = report({ ...(await bundleFacts(other.bundle)), verdicts: verify(other.bundle).verdicts }, { locale: 'en' });
  expect(told(foreign)[0]).toMatch(/^E_REPORT_MISMATCH/);
});
