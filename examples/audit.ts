/*
 * Forty appointments of an invented agency in one table: who was considered, with a test, and who is kin of the head. `npx tsx examples/audit.ts` prints the
 * start of what an audit says of them:
 *
 *     Audit of past decisions
 *     trail: none given; audited 40 of 40; rules not kept on the dates 0; signs to look at 0
 *     who held what, and when: not given; who was eligible: not given; scores: given; relations and roles: given
 *     kin: A difference that is not explained by recorded merit.
 *       nothing held equal: odds ratio 2.65 [1.30; 5.40], p 0.0063
 *       unit held equal: odds ratio 2.64 [1.30; 5.36], p 0.0066
 *       recorded merit held equal: odds ratio 4.73 [1.66; 13.50], p 0.0036
 *       all of it held equal: there are no data
 *
 * What each rung means, and what none of them can know, stands in docs/auditing.md.
 */
import { readFileSync } from 'node:fs';
import { audit, readTable } from 'meritra/audit';

const past = readTable(readFileSync('examples/audit/appointments.csv'), {
  decision: 'vacancy', on: 'date', unit: 'office', person: 'person', chosen: { column: 'appointed', is: 'yes' }, score: 'test',
  ties: { kin: { column: 'kin_of_head', is: 'yes' } },
});
console.log((await audit(past)).text().split('\n').slice(0, 8).join('\n'));
