import { describe, expect, it } from 'vitest';
import { falseClaimsAreRefused, rowBundlesHold, rowProofsHold, rowsAreCheckedOfPlans } from './row-properties.js';

// More of each in test/full/certificate-mutants.full.ts.
describe('verify of plans with rows, against all plans listed', () => {
  it('knows of every plan whether it keeps the rows', () => {
    const cover = rowsAreCheckedOfPlans({ from: 0, count: 60 });
    expect(Math.min(cover.kept, cover.broken)).toBeGreaterThan(300);
  });

  it('holds for proofs with multipliers, trees and gaps, and that there is no plan', () => {
    const cover = rowProofsHold({ from: 0, count: 200 });
    expect(Object.entries(cover).filter(([, count]) => count < 8)).toEqual([]);
  });

  it('holds for whole bundles', () => expect(rowBundlesHold({ from: 0, count: 80 })).toBeGreaterThan(40));

  it('accepts no changed proof of a false claim', () => {
    const cover = falseClaimsAreRefused({ from: 0, count: 150 }, 6);
    expect(cover['mutants']).toBeGreaterThan(2500);
    expect(Math.min(cover['optimal']!, cover['feasible']!, cover['infeasible']!, cover['E_CERT_BOUND']!, cover['E_CERT_NOT_OPTIMAL']!, cover['E_CERT_SHAPE']!)).toBeGreaterThan(50);
  });
});
