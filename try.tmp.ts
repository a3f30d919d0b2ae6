import { generate, compare } from './src/simulating/index.js';
import { simulate } from './src/simulating/simulate.js';
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6; };
const { organisation, world, policy } = generate({ shape: 'city', posts: Number(process.argv[2] ?? 200), seed: 7 });
console.log(organisation.positions.length, organisation.members.length, policy.policy.levels.map((l) => l.id));
for (const choose of ['levels', 'total', 'seniority', 'patronage', 'greedy', 'random', 'none'] as const) {
  const t = cpu();
  let n = 0; const out: any[] = [];
  for await (const y of simulate({ organisation, world, regime: { policy, choose }, years: 10, seed: 3 }, { states: false })) { n++; const r = y.rounds[0]!; if (n % 3 === 1) out.push(`${r.vacantBefore}>${r.vacantAfter} ${JSON.stringify(r.moves)} ref ${r.refused} po ${r.passedOver} win ${r.winners.connected}/${r.winners.all} el ${r.eligible.connected}/${r.eligible.all} fit ${(y.levels.reduce((s, l) => s + l.fitSum, 0) / y.levels.reduce((s, l) => s + l.filled, 0) / 1e4).toFixed(1)} truth ${(y.levels.reduce((s, l) => s + l.truthSum, 0) / y.levels.reduce((s, l) => s + l.working, 0) / 100).toFixed(1)} ${y.rounds[0]!.status}`); }
  console.log(choose, ((cpu() - t) * 1000 / n).toFixed(0), 'ms a year'); for (const l of out) console.log('   ', l);
}
