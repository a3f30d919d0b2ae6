/*
 * An anonymised twin of the example city: what it keeps, and what somebody with the whole real round can find out of it. Beside it a naive twin, whose rows are
 * renamed and shuffled. `npx tsx examples/twin.ts` prints
 *
 *     2500 people, 1157 in posts, in groups of 33, 201, 923, 1343
 *     margins: half of 46 columns differ by less than 118 in 1000 in every group
 *     rank correlations: 944 pairs, mean size 177, mean difference 21, in 1000; largest 349 (disciplineRecord and disciplineServing)
 *     left out: 3 pins, 6 kinds of relations, 6 titles of sources, 2500 names, 27 wishes, 5 consents to a lower post, 4 relations of degree 1
 *
 *     linked to the right person by          rows   naive    twin   a blind guess
 *     all attributes, nearest                1132    1132      25            34.5
 *     all attributes, most equal             1132    1132      31            34.5
 *     level, age, service                    1132    1132      26            34.5
 *     level, age, tenure                     1132    1132      28            34.5
 *     level, service, tenure                 1132    1098      30            34.5
 *     age, service, tenure                   1132    1132      29            34.5
 *     unit, level, age                       1132    1130     313           317.7
 *     unit, level, service                   1132    1102     300           317.7
 *     unit, level, tenure                    1132     887     318           317.7
 *     unit, age, service                     1132    1132     304           317.7
 *     unit, age, tenure                      1132    1132     315           317.7
 *     unit, service, tenure                  1132    1132     314           317.7
 *     the order of ids                       1132       1       0             0.5
 *     rare combinations of three values: naive 342781, twin 10235; chance of the twin's best linking: p = 1.00
 *
 * A blind guess is what an attacker without the twin comes to. What a twin is not (differential privacy) and what it may still tell stands in docs/simulating.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseFolder, parseRound, seal } from 'meritra';
import { matchBack, twin } from 'meritra/simulate';

const policy = seal(readFileSync('examples/city/policy.json'));
const { round } = parseFolder(Object.fromEntries(readdirSync('examples/city/data').map((name) => [name, readFileSync(`examples/city/data/${name}`, 'utf8')])), policy);
const made = twin(round, policy, { seed: 2026 }); // a real twin takes a seed that nobody can know, and forgets it
const { margins, associations, groups, dropped } = made.kept;
console.log(`${made.kept.people} people, ${made.kept.seated} in posts, in groups of ${groups.map((g) => g.people).join(', ')}`);
console.log(`margins: half of ${margins.length} columns differ by less than ${margins.map((m) => m.distribution).sort((a, b) => a - b)[margins.length >> 1]} in 1000 in every group`);
console.log(`rank correlations: ${associations.pairs} pairs, mean size ${associations.size}, mean difference ${associations.mean}, in 1000; largest ${associations.largest} (${associations.between?.join(' and ')})`);
console.log(`left out: ${dropped.map((d) => `${d.rows} ${d.what}`).join(', ')}`);

const id = new Map(round.people.map((p, k) => [p.id, `X${(k * 1009) % 2503}`]));
const naive = parseRound({ ...round, pins: [], relations: [], people: round.people.map(({ name: _, ...p }) => ({ ...p, id: id.get(p.id)! })) }, policy).round;
console.log('\nlinked to the right person by          rows   naive    twin   a blind guess');
const attacks = [matchBack(round, naive), made.kept.attack] as const;
attacks[0].linkings.forEach(({ by, rows, hits, chance }, k) => console.log(by.padEnd(36), String(rows).padStart(6), String(hits).padStart(7), String(attacks[1].linkings[k]?.hits).padStart(7), chance.toFixed(1).padStart(15)));
console.log(`rare combinations of three values: naive ${attacks[0].rare.inTwin}, twin ${attacks[1].rare.inTwin}; chance of the twin's best linking: p = ${attacks[1].p.toFixed(2)}`);
