// A user's program in TypeScript: checked with skipLibCheck off under node16 (ESM and CJS) and bundler, then run.
import { readFileSync } from 'node:fs';
import { bundle, explain, MeritError, parseRound, propose, seal, type ErrorCode, type Proposal } from 'meritra';
import * as asn from 'meritra/asn';
import * as assign from 'meritra/assign';
import * as audit from 'meritra/audit';
import * as node from 'meritra/node';
import * as postgres from 'meritra/postgres';
import * as report from 'meritra/report';
import * as simulate from 'meritra/simulate';
import * as stats from 'meritra/stats';
import * as trail from 'meritra/trail';
import * as verify from 'meritra/verify';

for (const [name, subpath] of Object.entries({ asn, assign, audit, node, postgres, report, simulate, stats, trail, verify })) {
  if (Object.keys(subpath).length === 0) throw new Error(`${name} exports nothing`);
}

const code: ErrorCode = 'E_SHAPE';
const error = new MeritError(code, 'cost has 3 entries for 2 rows and 2 cols');
// @ts-expect-error the codes are a closed union: if this line compiles, the types have become any
const wrong: ErrorCode = 'E_NO_SUCH_CODE';
if (error.code !== code || error.code === wrong) throw new Error(error.message);

const pairs: assign.AssignInput = { rows: 2, cols: 2, cost: [4, 1, 2, 3] };
const found: assign.Assignment | assign.Shortage = assign.assign(pairs);
if (found.status !== 'optimal' || found.value !== 3) throw new Error(found.status);

void main();

async function main(): Promise<void> {
  const policy = seal(readFileSync('policy.json'));
  const { round } = parseRound(readFileSync('round.json'), policy);
  const proposal: Proposal = await propose(round, policy);
  const { verdicts } = verify.verify(bundle(proposal, round, policy));
  if (!verdicts.every((v) => v.outcome === 'holds' || v.outcome === 'not-checked')) throw new Error(JSON.stringify(verdicts));
  const html: string = report.report({ round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy) }, { locale: 'id' });
  if (!html.startsWith('<!doctype html>')) throw new Error('no report');

  const past: audit.Past = { decisions: [{ id: 'D1', position: 'J1', on: '2026-01-10' }], candidates: [{ decision: 'D1', person: 'P1', chosen: true, score: 70 }, { decision: 'D1', person: 'P2', chosen: false, score: 80 }] };
  const measured: audit.ShownAudit = await audit.audit(past);
  if (measured.findings[0]?.code !== 'better-passed-over' || !measured.html({ locale: 'id' }).startsWith('<!doctype html>')) throw new Error(measured.text());
  const tea = stats.fisher([[3, 1], [1, 3]]);
  if (tea.status !== 'tested' || Math.abs(tea.p.two - 0.48571428571428565) > 1e-12) throw new Error(tea.status);

  const signer: trail.Signer = trail.signerOf(trail.generateKey().secretKey, 'office.example/log');
  const log: trail.Trail = await trail.openTrail(trail.memoryStore(), { origin: signer.name, signer, controller: 'The office' });
  const proven: trail.ProvenEntry = trail.checkProof(await log.prove(0), trail.formatEntry(await log.entryAt(0)), log.keys);
  if (proven.index !== 0) throw new Error('another entry was proven');
  const pool: postgres.PgPool = { connect: async () => Promise.reject(new Error('no database here')) };
  const refused = await postgres.postgresStore(pool).then(() => 'opened', () => 'refused');
  if (refused !== 'refused') throw new Error(refused);
}
