import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { promotionsFolder } from '../../examples/promotions/folder.js';
import { parseFolder, seal } from '../../src/intake/index.js';
import { Policy } from '../../src/policy/index.js';

const HEADER =
  'employee_id,department,region,education,gender,recruitment_channel,no_of_trainings,age,previous_year_rating,length_of_service,KPIs_met _greaterthan_80percent,awards_won,avg_training_score,is_promoted';
const SMALL = [
  HEADER,
  "11,R&D,a,Bachelor's,f,other,1,30,4,3,1,0,71,1",
  "12,R&D,a,Master's & above,m,other,1,31,,1,0,0,60,0",
  '13,Sales & Marketing,b,,m,other,2,40,5,9,1,1,50,1',
  "14,Sales & Marketing,b,Bachelor's,f,other,1,28,3,2,1,0,49,1",
  '15,Sales & Marketing,b,Below Secondary,m,other,1,22,1,1,0,0,58,0',
].join('\n');
const REAL = '../shared/data/real/av_hr_promotion_train.csv';

describe('promotionsFolder', () => {
  const folder = promotionsFolder(SMALL);
  const round = JSON.parse(folder.files['round.json']!);
  const policy = Policy.parse(JSON.parse(readFileSync('examples/promotions/policy.json', 'utf8')));

  it('makes one position of each department, with as many seats as promotions were made in it', () => {
    expect(folder.files['positions.csv']).toBe(
      'id,title,unit,level,seats\nr-d,Promotion in R&D,company,PROMOTED,1\nsales-marketing,Promotion in Sales & Marketing,company,PROMOTED,2\n',
    );
    expect([...folder.promoted]).toEqual(['11', '13', '14']);
  });

  it('is read without a warning, with gaps left out rather than guessed', () => {
    const { round, warnings } = parseFolder(folder.files, seal(readFileSync('examples/promotions/policy.json', 'utf8')));
    expect(warnings).toEqual([]);
    const known = (id: string): string[] | undefined => round.people.find((p) => p.id === id)?.evidence.map((e) => e.attribute);
    expect(known('12')).not.toContain('rating');
    expect(known('13')).not.toContain('education');
  });

  it('passes the sheet through as it is and says of every column whether it is used', () => {
    expect(folder.files['employees.csv']).toBe(SMALL);
    const sheet = round.sheets.find((s: { file: string }) => s.file === 'employees.csv');
    expect(sheet.adds).toBe(true);
    expect([sheet.id, ...Object.keys(sheet.columns), ...sheet.ignore].sort()).toEqual(HEADER.split(',').sort());
  });

  it('never uses gender, age, region, hiring channel or the answer itself', () => {
    const sheet = round.sheets.find((s: { file: string }) => s.file === 'employees.csv');
    expect(Object.keys(sheet.columns).filter((column) => /gender|age|region|channel|promoted/.test(column) && column !== 'avg_training_score')).toEqual([]);
  });

  it('gives values only to attributes that the policy declares, and reveals the nonce it is committed to', () => {
    for (const sheet of round.sheets) for (const column of Object.values<{ attribute: string }>(sheet.columns)) expect(policy.attributes[column.attribute]?.of).toBe(sheet.about);
    const [{ party, nonce }] = round.reveals;
    const lp = (text: string): string => String.fromCharCode(0, 0, 0, text.length) + text; // ASCII, below 128 characters
    const hash = createHash('sha256').update(`meritra/tie-commitment/0${lp(party)}${lp(nonce)}`, 'latin1').digest('hex');
    expect(policy.ties.commitments).toEqual([{ party, hash: `sha256:${hash}` }]);
  });

  it.skipIf(!existsSync(REAL))('counts 4,668 promotions in nine departments of the real file (skipped where it is absent)', () => {
    const real = promotionsFolder(readFileSync(REAL, 'utf8'));
    expect([real.promoted.size, real.seats.size, real.seats.get('Legal')]).toEqual([4668, 9, 53]);
  });
});
