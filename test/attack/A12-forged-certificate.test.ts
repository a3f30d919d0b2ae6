// A12: a forged certificate. What is changed at random is judged in test/properties (tampering, certificate-mutants), test/verify (row-proofs,
// slow-engine) and, 100,000 and more, in test/full/certificate-mutants.full.ts and tampering.full.ts; here the forgeries that somebody would think of.
import { beforeAll, describe, expect, it } from 'vitest';
import { leafs, withValue, type Loose } from './changes.js';
import { failures, honest, manyPeople, open, type Honest } from './honest.js';

let made: Honest;
let other: Honest;
beforeAll(async () => {
  made = await honest(manyPeople(24));
  other = await honest(manyPeople(24, 2));
});

const withCertificate = (change: (certificate: Loose) => void): Loose => {
  const b = structuredClone(made.bundle);
  change(b.proposal.certain.certificate);
  return b;
};

it('(the control) the honest certificate holds', () => expect(open(made.bundle)).toEqual([]));

describe('a certificate', () => {
  it.each<[string, (certificate: Loose) => void, string]>([
    ['from another run', (c) => (c.stages = structuredClone(other.bundle.proposal.certain.certificate.stages)), 'E_CERT'],
    ['without its stages', (c) => (c.stages = []), 'E_CERT_SHAPE'],
    ['without its last stage', (c) => c.stages.pop(), 'E_CERT_SHAPE'],
    ['with a stage twice', (c) => c.stages.push(structuredClone(c.stages[0])), 'E_CERT_SHAPE'],
    ['with two stages that changed places', (c) => c.stages.reverse(), 'E_CERT_SHAPE'],
    ['that only says it is optimal', (c) => c.stages.forEach((s: Loose) => Object.assign(s, { people: [], positions: [] })), 'E_CERT_BOUND'],
    ['with a better value', (c) => (c.stages.at(-2).value += 1), 'E_CERT'],
    ['with a dual above 2^52', (c) => (c.stages.find((s: Loose) => s.positions.length > 0).positions[0][1] = Number.MAX_SAFE_INTEGER), 'E_CERT'],
    ['over a denominator that makes everything small', (c) => c.stages.forEach((s: Loose) => (s.denominator = 1 << 30)), 'E_CERT'],
  ])('%s proves nothing', (_, change, code) => {
    const optimality = failures(withCertificate(change)).find((line) => line.startsWith('optimality'));
    expect(optimality).toMatch(new RegExp(`^optimality ${code}\\w* /proposal/certain/certificate`));
  });

  it('with any dual one less, or any of them left out, proves nothing (ours are the least that cover every pair, or exactly tight)', () => {
    const certificate = made.bundle.proposal.certain.certificate;
    const cover = { refused: 0, proofs: 0 };
    for (const { path, value } of leafs(certificate)) {
      if (typeof value !== 'number' || path.endsWith('/value')) continue;
      for (const by of [-1, 1]) {
        const b = structuredClone(made.bundle);
        b.proposal.certain.certificate = withValue(certificate, path.slice(1).split('/'), value + by);
        const found = failures(b);
        if (found.length === 0) cover.proofs++;
        else cover.refused++;
        expect(found.every((line) => line.startsWith('optimality E_CERT_'))).toBe(true);
      }
    }
    expect(cover.refused).toBeGreaterThan(50);
    expect(cover.proofs).toBe(0);
  });
});

describe('a status', () => {
  it.each(['feasible', 'infeasible'])('%s is not believed where the plan is optimal', (status) => {
    const b = structuredClone(made.bundle);
    b.proposal.certain.status = status;
    expect(failures(b)).not.toEqual([]);
  });

  it('optimal is not believed of a plan with one person less', () => {
    const b = structuredClone(made.bundle);
    b.proposal.certain.seats.pop();
    expect(failures(b).some((line) => line.startsWith('optimality'))).toBe(true);
  });
});
