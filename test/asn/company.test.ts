import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diff, explain, inForce, overlay, parseOverlay, parseRound, propose, seal, standingOf, type Round } from '../../src/index.js';
import { packChangesText, verdictTable } from '../../src/reporting/index.js';
import { NONCE } from '../support/toy.js';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const policy = seal(read('examples/company/policy.json'));
const round = (): Round =>
  parseRound(
    {
      format: 'meritra/round/0',
      id: 'Q4',
      asOf: '2026-11-21',
      scope: { positions: 'all', people: 'all' },
      sources: [{ id: 'HR', title: 'HR system', date: '2026-11-01' }],
      units: [{ id: 'DATA', name: 'Data' }],
      positions: [
        { id: 'LEAD', title: 'Staff engineer', unit: 'DATA', level: 'STAFF', track: 'ENGINEERING', attributes: { domain: 'DATA', cleared: false } },
        { id: 'DEV', title: 'Senior engineer', unit: 'DATA', level: 'SENIOR', track: 'ENGINEERING', seats: 2, superior: 'LEAD', attributes: { domain: 'DATA', cleared: false } },
      ],
      people: ['ANN', 'BOB'].map((id, k) => ({
        id,
        seat: 'DEV',
        since: '2024-01-01',
        evidence: [
          { attribute: 'skill', value: 7 + k, source: 'HR' },
          { attribute: 'growth', value: 70, source: 'HR' },
          { attribute: 'impact', value: 'MEETS', source: 'HR' },
        ],
        spells: [{ attribute: 'ladder', value: 'SENIOR', from: k === 0 ? '2024-01-01' : '2025-09-01', source: 'HR' }],
        checked: [{ attribute: 'ladder', source: 'HR' }],
      })),
      relations: [],
      pins: [],
      waivers: [],
      actors: [],
      reveals: [{ party: 'people-team', nonce: NONCE }],
    },
    policy,
  ).round;

describe('a company with levels, tracks, marks and weights of its own', () => {
  it('promotes who has served the time, not who scores more, and says so in a table without a word of Indonesian', async () => {
    const r = round();
    const proposal = await propose(r, policy);
    expect(proposal.certain.moves.map((m) => [m.person, m.to])).toEqual([['ANN', 'LEAD']]);
    const table = verdictTable({ person: 'BOB', position: 'LEAD', judgements: explain(proposal, r, policy).judgements('BOB', 'LEAD') }, { round: r, policy: policy.policy }, { locale: 'en' });
    expect(table).toContain('NOT MET  18 months on the level below before a promotion');
    expect(table).toContain('in complete months: 14; on record: SENIOR since 1 September 2025');
    expect(table).toContain('1 of the 4 rules of the policy is not confirmed and stops nobody');
    expect(table).not.toMatch(/pangkat|golongan|jabatan|eselon|ASN|BKN/i);
  });

  it('changes its pack by an overlay document, with a level between two others', () => {
    const next = overlay(policy.policy, parseOverlay(read('examples/company/overlay-2027.json')));
    expect(next.levels.map((l) => l.id)).toEqual(['ASSOCIATE', 'SENIOR', 'STAFF', 'PRINCIPAL', 'DIRECTOR']);
    expect([standingOf(policy.policy).unconfirmed.length, standingOf(next).unconfirmed.length]).toEqual([1, 0]);
    expect(packChangesText(diff(policy.policy, next), { from: policy.policy, to: next }, { locale: 'en' })).toContain('Rule “No written warning in the last 12 months”: changed; confirmed now (confidence draft); binds now, was a flag');
    expect([inForce([{ ...policy.policy, effectiveUntil: '2026-12-31' }, next], '2026-12-31')?.id, inForce([{ ...policy.policy, effectiveUntil: '2026-12-31' }, next], '2027-01-01')?.id]).toEqual(['company-2026', 'company-2027']);
  });
});

describe('the engine', () => {
  it('knows no Indonesian word outside the pack and the locale', () => {
    const src = new URL('../../src/', import.meta.url);
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts') && !f.startsWith('asn') && !/(?:locale\/|-)id\.ts$/.test(f));
    expect(files.length).toBeGreaterThan(80);
    const found = files.filter((f) => /\b(pangkat|golongan|jabatan|eselon|jpt|pengawas|pelaksana|hukdis|bkn|permenpanrb)\b/i.test(readFileSync(new URL(f, src), 'utf8')));
    expect(found).toEqual([]);
  });
});
