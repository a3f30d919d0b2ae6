import { expect, it } from 'vitest';
import { honestBundlesHold, otherProofsAreJudgedRightly, tamperedBundlesAreRefused } from '../properties/tampering.js';

it('every bundle of the library holds, unproven only where the proposal says so', async () => {
  const cover = await honestBundlesHold({ from: 20_000, count: 3_000 });
  console.log('honest', JSON.stringify(cover));
});

it('a changed bundle is refused, unless it claims what is true of the changed round', async () => {
  const cover = await tamperedBundlesAreRefused({ from: 30_000, count: 1_300 }, 5);
  console.log('tampered', JSON.stringify(cover));
  expect(cover.stale + cover.evidence + cover.policy + cover.proposal + cover.transplants).toBeGreaterThan(5_000);
});

it('other duals are accepted exactly where they are a proof', async () => {
  const cover = await otherProofsAreJudgedRightly({ from: 40_000, count: 1_200 }, 5);
  console.log('other proofs', JSON.stringify(cover));
  expect(cover.valid).toBeGreaterThan(500);
});
