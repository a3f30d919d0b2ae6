/*
 * Forty appointments of an invented agency in one table: who was considered, with a test, and who is kin of the head. `npx tsx examples/audit.ts` prints
 *
 *     40 of 40 decisions; 23 times somebody with a higher score was passed over
 *     kin, crude: odds ratio 2.65, p 0.0063
 *     kin, unit: odds ratio 2.64, p 0.0066
 *     kin, merit: odds ratio 4.73, p 0.0036
 *     kin: not-explained-by-recorded-merit
 *
 * Crude is with nothing held equal, unit within each office, merit given the test. What each means, and what none can know, stands in docs/auditing.md.
 */
import { readFileSync } from 'node:fs';
import { audit, readTable } from 'meritra/audit';

const past = readTable(readFileSync('examples/audit/appointments.csv'), {
  decision: 'vacancy', on: 'date', unit: 'office', person: 'person', chosen: { column: 'appointed', is: 'yes' }, score: 'test',
  ties: { kin: { column: 'kin_of_head', is: 'yes' } },
});
const { strip, ladders, register } = await audit(past); // .text(), .html(), .pictures() and .csv() show all of it
console.log(`${strip.audited} of ${strip.decisions} decisions; ${register.length} times somebody with a higher score was passed over`);
for (const { tie, rungs, claim } of ladders) {
  for (const { name, oddsRatio, test } of rungs) if (test.p !== null) console.log(`${tie}, ${name}: odds ratio ${Number(oddsRatio).toFixed(2)}, p ${test.p.toFixed(4)}`);
  console.log(`${tie}: ${claim}`);
}
