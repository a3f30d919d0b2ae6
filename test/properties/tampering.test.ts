import { expect, it } from 'vitest';
import { changedCertificatesProveNothingFalse } from './certificate-mutants.js';
import { honestBundlesHold, otherProofsAreJudgedRightly, tamperedBundlesAreRefused } from './tampering.js';

it('every bundle of the library holds, unproven only where the proposal says so', async () => {
  const cover = await honestBundlesHold({ from: 1, count: 200 });
  expect(cover.bundles).toBe(200);
});

it('a changed bundle is refused, unless it claims what is true of the changed round (300 changes, hashes stale and written anew)', async () => {
  const cover = await tamperedBundlesAreRefused({ from: 1, count: 75 }, 5);
  expect(cover.stale + cover.evidence + cover.policy + cover.proposal + cover.transplants).toBeGreaterThan(300);
  expect(cover.stale).toBe(75);
});

it('other duals are accepted exactly where they are a proof', async () => {
  const cover = await otherProofsAreJudgedRightly({ from: 1, count: 60 }, 4);
  expect(cover.valid).toBeGreaterThan(15);
  expect(cover.invalid).toBeGreaterThan(15);
});

it('no changed certificate proves what brute force refutes', async () => {
  const cover = await changedCertificatesProveNothingFalse({ from: 1, count: 60 }, 6);
  expect(Math.min(cover['worse']!, cover['gaps']!, cover['none']!, cover['E_CERT_BOUND']!, cover['E_CERT_NOT_OPTIMAL']!)).toBeGreaterThan(50);
});
