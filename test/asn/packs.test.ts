import { describe, expect, it } from 'vitest';
import { exampleCity, exampleProvince, national } from '../../src/asn/index.js';
import { canonicalJson } from '../../src/canonical/index.js';
import { MeritError, overlay, parseOverlay, seal, standingOf, type Overlay, type Policy } from '../../src/index.js';
import { lottery, sealed } from './people.js';

const PACKS: readonly (readonly [string, Policy])[] = [['national', national], ['exampleProvince', overlay(national, exampleProvince)], ['exampleCity', overlay(national, exampleCity)]];
const NOTHING: Overlay = { format: 'meritra/overlay/0', id: 'nothing', title: { en: 'Nothing' } };

describe.each(PACKS)('%s', (_, pack) => {
  it('is plain data that a document can hold, and is sealed from its text with the same hash', () => {
    expect(JSON.parse(JSON.stringify(pack))).toEqual(pack);
    const whole = overlay(pack, lottery);
    expect(seal(JSON.stringify(whole)).hash).toBe(seal(whole).hash);
  });

  it('is the same under an overlay of nothing, byte for byte', () => {
    expect(overlay(pack, NOTHING)).toBe(pack);
    expect(canonicalJson(overlay(pack, parseOverlay(JSON.stringify(NOTHING))))).toBe(canonicalJson(pack));
  });

  it('waits for a lottery before it is sealed', () => {
    const code = (): string => {
      try {
        return seal(pack).hash;
      } catch (error) {
        return error instanceof MeritError ? error.issues.map((i) => i.code).join() : String(error);
      }
    };
    expect(code()).toBe('E_TIE_COMMITMENT_MISSING');
  });

  it('says each rule in both languages and names a source for it', () => {
    for (const { id, label, citation } of [...pack.gates, ...pack.criteria, ...(pack.routes ?? [])]) {
      expect([label.en, label.id].every((t) => t !== undefined && t !== ''), id).toBe(true);
      expect(label.id, id).not.toBe(label.en);
      expect('own' in citation ? citation.own : citation.source, id).toMatch(/\S{2}/);
    }
  });

  it('lets bind what was read or is plainly reported, the decider’s own and what he confirmed; the rest are flags', () => {
    const flags = new Set(standingOf(pack).unconfirmed.map((r) => r.id));
    for (const { id, citation } of pack.gates) expect(flags.has(id), id).toBe('confidence' in citation && !['V', 'N'].includes(citation.confidence) && citation.confirmed === undefined);
    expect(standingOf(pack).lawCheckedOn).toBe('2026-11-21');
  });
});

describe('the overlays', () => {
  it('join in either order, each as a document too', () => {
    for (const [first, second] of [[exampleProvince, exampleCity], [exampleCity, exampleProvince]] as const) {
      const made = sealed(national, parseOverlay(JSON.stringify(first)), second).policy;
      expect(made.madeFrom?.map((m) => m.id)).toEqual([second.id, lottery.id]);
      expect(made.gates.map((g) => g.id)).toEqual(expect.arrayContaining(['election-lock-before', 'election-lock-after', 'promotion-boxes']));
    }
  });

  it('may not take away what a rule reads: spells, tracks, levels, fields of a post', () => {
    const refused = (): readonly string[] => {
      try {
        overlay(national, { ...NOTHING, remove: { attributes: ['posts', 'fieldStandard', 'appointedBy', 'rankSince'], tracks: ['JF', 'JA'], levels: ['JPT_UTAMA'] } });
      } catch (error) {
        if (error instanceof MeritError) return error.issues.map((i) => `${i.path}: ${i.message}`);
      }
      return [];
    };
    expect(refused()).toEqual([
      '/remove/attributes/0: gate prior-post-jpt-utama still reads it',
      '/remove/attributes/1: gate field-of-study-standard still reads it',
      '/remove/attributes/2: gate appointed-here still reads it',
      '/remove/attributes/3: the order of ties still reads it',
      '/remove/levels/0: gate education-jpt-utama still reads it',
      '/remove/tracks/0: gate education-jpt-utama still reads it',
    ]);
  });

  it('leave the national pack as it is: it cannot be changed', () => {
    expect(() => ((national.gates as { id: string }[])[0]!.id = 'x')).toThrow(TypeError);
    expect(() => ((exampleCity.weights as Record<string, number>)['potential'] = 0)).toThrow(TypeError);
  });
});
