/**
 * The example city (2,500 people, 1,191 posts, `examples/city`) from its real round on, under its own policy, under the same rules as one big sum, by seniority and with
 * nobody moving: five years. Writes the report, the pictures and the table to `out/simulate`.
 *
 * npm run build && npx tsx --tsconfig tsconfig.dist.json examples/simulate/city.ts [seeds]      (10 lives each if not said; a minute of CPU for each three)
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseFolder, seal } from 'meritra';
import { readFolder, threads } from 'meritra/node';
import { compare, organisationOf, parseWorld } from 'meritra/simulate';

const policy = seal(readFileSync('examples/city/policy.json'));
const { round } = parseFolder(await readFolder('examples/city/data'), policy);
const world = parseWorld(readFileSync('examples/simulate/city-world.json'), policy);
const organisation = organisationOf(round, policy, world, { seed: 1 });

const pool = threads({ workers: 2 });
const table = await compare(pool, {
  organisation, world, years: 5, seed: 1, seeds: Number(process.argv[2] ?? 10),
  policies: {
    'own policy': policy,
    'one sum': { policy, choose: 'total' },
    seniority: { policy, choose: 'seniority' },
    'nobody moves': { policy, choose: 'none' },
  },
  onProgress: ({ done, of }) => process.stderr.write(`\r${done} of ${of} lives`),
});
await pool.close();

mkdirSync('out/simulate', { recursive: true });
for (const locale of ['en', 'id'] as const) writeFileSync(`out/simulate/city.${locale}.html`, table.html({ locale }));
table.pictures().forEach(({ svg }, k) => writeFileSync(`out/simulate/city-${k + 1}.svg`, svg));
console.log(`\n${table.text()}\n\n${table.paragraph()}`);
