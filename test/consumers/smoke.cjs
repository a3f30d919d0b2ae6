// A user's program in CommonJS: every subpath loads, one error class serves them all, and a call answers.
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { bundle, explain, MeritError, parseRound, propose, seal } = require('meritra');
const { postgresStore } = require('meritra/postgres');
const { threads } = require('meritra/node');
const { compare, generate, simulate } = require('meritra/simulate');
const { report } = require('meritra/report');
const { checkProof, formatEntry, formatVerifierKey, generateKey, memoryStore, openTrail, signerOf } = require('meritra/trail');
const { verify } = require('meritra/verify');

const { exports: paths } = require('meritra/package.json');
for (const path of Object.keys(paths).filter((key) => !key.endsWith('.json'))) {
  const name = `meritra${path.slice(1)}`;
  const names = require(name);
  assert.ok(Object.keys(names).length > 0, `${name} exports nothing`);
  if (names.MeritError && path !== './verify') assert.equal(names.MeritError, MeritError, `${name} carries a second MeritError`);
  console.log(`${name}: ${Object.keys(names).join(' ')}`);
}

const error = new MeritError('E_SHAPE', 'cost has 3 entries for 2 rows and 2 cols');
assert.equal(error.code, 'E_SHAPE');
assert.equal(error.message, 'E_SHAPE: cost has 3 entries for 2 rows and 2 cols');

const { assign } = require('meritra/assign');
assert.equal(assign({ rows: 2, cols: 2, cost: [4, 1, 2, 3] }).value, 3);

const policy = seal(readFileSync('policy.json'));
const { round } = parseRound(readFileSync('round.json'), policy);
propose(round, policy).then((proposal) => {
  assert.deepEqual(proposal.certain.seats, [['A', 'J1'], ['B', 'J2']]);
  const { verdicts } = verify(bundle(proposal, round, policy));
  const asked = verdicts.filter((v) => v.outcome !== 'not-checked'); // the bundle holds no trail and no decision
  assert.deepEqual(asked.map((v) => v.outcome), Array(7).fill('holds'));
  assert.match(report({ round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy) }, { locale: 'id' }), /^<!doctype html>/i);
});

// a trail in memory: its first entry is proven offline; the store in a database says what it misses
const signer = signerOf(generateKey().secretKey, 'office.example/log');
openTrail(memoryStore(), { origin: signer.name, signer, controller: 'The office' }).then(async (trail) => {
  const proof = await trail.prove(0);
  assert.equal(checkProof(proof, formatEntry(await trail.entryAt(0)), [formatVerifierKey(signer)]).index, 0);
  await assert.rejects(postgresStore({ connect: async () => Promise.reject(new Error('no database here')) }));
});

// a comparison of two policies in a thread: its file is found, and gives what this thread gives
const { organisation, world, policy: pack } = generate({ shape: 'company', posts: 20, seed: 1 });
const asked = { organisation, world, policies: { merit: pack, lots: { policy: pack, choose: 'random' } }, years: 1, seed: 1, seeds: 2 };
const pool = threads({ workers: 1 });
Promise.all([compare(pool, asked), compare(simulate, asked)]).then(([there, here]) => {
  assert.deepEqual(there, here);
  assert.equal(there.rows[0].cells[0].estimate.runs, 2);
});
