import { expect, it } from 'vitest';
import { changedCertificatesProveNothingFalse, claimedUnderLimits } from '../properties/certificate-mutants.js';
import { falseClaimsAreRefused, rowBundlesHold, rowProofsHold, rowsAreCheckedOfPlans } from '../verify/row-properties.js';

it('of 100,000 changed proofs of false claims none is accepted', () => {
  const cover = falseClaimsAreRefused({ from: 10_000, count: 4_000 }, 7);
  console.log('changed proofs', JSON.stringify(cover));
  expect(cover['mutants']).toBeGreaterThanOrEqual(100_000);
});

it('proofs with multipliers, trees and gaps hold', () => console.log('proofs', JSON.stringify(rowProofsHold({ from: 20_000, count: 2_000 }))));

it('rows are checked of every plan', () => console.log('plans', JSON.stringify(rowsAreCheckedOfPlans({ from: 30_000, count: 1_500 }))));

it('whole bundles hold', () => console.log('bundles', rowBundlesHold({ from: 40_000, count: 1_500 })));

it('no changed certificate of the library proves what brute force refutes', async () => {
  const cover = await changedCertificatesProveNothingFalse({ from: 50_000, count: 1_500 }, 10);
  console.log('certificates of the library', JSON.stringify(cover));
  expect(cover['mutants']).toBeGreaterThan(30_000);
});

it('no changed certificate of the library under limits proves what brute force refutes', async () => {
  const cover = await changedCertificatesProveNothingFalse({ from: 60_000, count: 1_500 }, 10, claimedUnderLimits);
  console.log('certificates of the library under limits', JSON.stringify(cover));
  expect(cover['mutants']).toBeGreaterThan(30_000);
});
