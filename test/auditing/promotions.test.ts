import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, readTable, type Audit, type TableMapping } from '../../src/audit.js';

// 54,808 promotions of a public data contest, terms unclear: read where it lies, never copied. `referred` is a hiring channel, not kin.
const FILE = '../shared/data/real/av_hr_promotion_train.csv';

describe.skipIf(!existsSync(FILE))('54,808 promotions, `referred`', () => {
  const channel = { column: 'recruitment_channel', is: 'referred' };
  const mapping: TableMapping = {
    person: 'employee_id', on: '2018-01-01', chosen: { column: 'is_promoted', is: '1' },
    ties: { referred: { ...channel, against: 'sourcing' }, 'referred-v-all': channel },
    strata: ['department', 'KPIs_met _greaterthan_80percent', 'previous_year_rating', 'awards_won', 'avg_training_score'],
    bins: { avg_training_score: [0, 50, 60, 70, 80, 100] },
  };
  const ladder = { unit: ['department'], merit: ['KPIs_met _greaterthan_80percent', 'previous_year_rating'], all: ['awards_won', 'avg_training_score'] };
  let done: Audit | undefined;

  beforeAll(async () => {
    done = await audit(readTable(readFileSync(FILE), mapping), { ladder });
  }, 60_000);

  it('against `sourcing`: 1.4794, by department 1.4327, by KPI and rating 0.9561, with award and score 0.861', () => {
    const { rungs, leftOut, claim } = done!.ladders[0]!;
    expect(rungs.map((rung) => Number(rung.oddsRatio).toFixed(4))).toEqual(['1.4794', '1.4327', '0.9561', '0.8610']);
    expect(rungs.map((rung) => rung.informative)).toEqual([1, 9, 79, 111]);
    expect([rungs[2]!.interval!.low.toFixed(4), rungs[2]!.interval!.high]).toEqual(['0.7913', expect.closeTo(1.1551, 4)]);
    expect(rungs[2]!.test.p).toBeCloseTo(0.6333, 4);
    expect(leftOut).toBe(54_808 - 24_362);
    expect(claim).toBe('explained-by-recorded-merit');
    expect(done!.findings).toEqual([]);
  });

  it('against everybody else: 1.4909, by department 1.436, by KPI and rating 0.9546', () => {
    const { rungs, leftOut } = done!.ladders[1]!;
    expect(rungs.slice(0, 3).map((rung) => Number(rung.oddsRatio).toFixed(4))).toEqual(['1.4909', '1.4360', '0.9546']);
    expect(leftOut).toBe(0);
  });
});
