import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, hashDocument } from '../../src/canonical/index.js';
import { diff, inForce, MeritError, overlay, parseOverlay, seal, standingOf, type Overlay, type Policy } from '../../src/index.js';
import { toyPolicy } from '../support/toy.js';

const patch = (parts: Partial<Overlay>): Overlay => ({ format: 'meritra/overlay/0', id: 'patch', title: { en: 'Patch' }, ...parts });
const own = { own: 'a choice made for the test' };
const codes = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof MeritError) return error.issues.map((i) => `${i.code} ${i.path}`);
    throw error;
  }
  return [];
};
const toy = toyPolicy();

describe('overlay', () => {
  it('leaves a trail that seal reads: a pack that names something else as what it was made from is refused', () => {
    const made = overlay(toy, patch({ lawCheckedOn: '2026-11-20' }));
    expect(seal(made).policy.madeFrom).toHaveLength(2);
    expect(() => seal({ ...made, madeFrom: [{ id: 'toy', hash: 'x' }] })).toThrow(/E_POLICY_HASH at \/madeFrom\/0\/hash/);
    expect(() => seal({ ...made, madeFrom: [{ id: 'a b', hash: made.madeFrom![0]!.hash }] })).toThrow(/E_ID_SYNTAX at \/madeFrom\/0\/id/);
  });

  it('refuses a mistyped key and what is no overlay, before it changes anything', () => {
    expect(() => overlay(toy, { ...patch({}), wieghts: { exam: 1 } })).toThrow(/E_KEY_UNKNOWN at \/wieghts/);
    expect(() => overlay(toy, { ...patch({}), put: { gates: [{ id: 'g' }] } })).toThrow(/E_VALUE_MISSING at \/put\/gates\/0/);
    expect(() => overlay(toy, null as never)).toThrow(MeritError);
  });

  it('of nothing is the pack itself, byte for byte, whatever the overlay is called', () => {
    const empties: Partial<Overlay>[] = [{}, { put: {}, remove: {}, order: {}, weights: {}, costs: {}, relations: {}, ties: {}, confirm: {} }, { put: { gates: [], attributes: {} }, remove: { gates: [] } }, { put: { gates: [toy.gates[0]!] }, weights: { exam: 60 } }];
    for (const parts of empties) {
      expect(overlay(toy, patch(parts))).toBe(toy);
      expect(canonicalJson(overlay(toy, parseOverlay(patch(parts))))).toBe(canonicalJson(toy));
    }
  });

  it('takes the id and title of the overlay, says what it was made from, and leaves the pack as it was', () => {
    const before = canonicalJson(toy);
    const change = patch({ lawCheckedOn: '2026-11-20' });
    const made = overlay(toy, change);
    expect(made).toMatchObject({ id: 'patch', title: { en: 'Patch' }, lawCheckedOn: '2026-11-20' });
    expect(made.madeFrom).toEqual([
      { id: 'toy', hash: seal(toy).hash },
      { id: 'patch', hash: hashDocument('meritra/overlay/0', change) },
    ]);
    expect(canonicalJson(toy)).toBe(before);
    expect(seal(made).policy.madeFrom).toEqual(made.madeFrom);
  });

  it('puts in the place of what has the same id, and after the last one otherwise', () => {
    const gate = { id: 'new', label: { en: 'new' }, citation: own, rule: { op: 'const', value: true } } as const;
    const made = overlay(toy, patch({ put: { gates: [gate, { ...toy.gates[0]!, label: { en: 'cleared, said otherwise' } }] } }));
    expect(made.gates.map((g) => g.label.en)).toEqual(['cleared, said otherwise', 'works in the field', 'new']);
  });

  it('refuses rules that name what the pack does not declare, as seal does', () => {
    const rule = (op: 'levelId' | 'track', value: string) => patch({ put: { gates: [{ ...toy.gates[0]!, rule: { op: 'compare', left: { op, of: 'position' }, is: '=', right: { op: 'const', value } } }] } });
    expect(codes(() => overlay(toy, rule('levelId', 'NOPE')))).toEqual(['E_REF_UNKNOWN /gates/0/rule/right']);
    expect(codes(() => overlay(toy, rule('track', 'line')))).toEqual(['E_REF_UNKNOWN /gates/0/rule/right']);
    expect(codes(() => overlay(toy, { ...rule('track', 'line'), put: { ...rule('track', 'line').put, tracks: [{ id: 'line', label: { en: 'line' } }] } }))).toEqual([]);
  });

  it('puts levels and routes where an order names them, the rest after as they stood', () => {
    const made = overlay(toy, patch({ put: { levels: [{ id: 'ENTRY', label: { en: 'entry' } }] }, order: { levels: ['ENTRY', 'LOW'] } }));
    expect(made.levels.map((l) => l.id)).toEqual(['ENTRY', 'LOW', 'MID', 'TOP']);
  });

  it('drops the weight with its criterion, and refuses weights that do not add up', () => {
    expect(overlay(toy, patch({ remove: { criteria: ['rating'] }, weights: { exam: 70 } })).weights).toEqual({ exam: 70, skill: 30 });
    expect(codes(() => overlay(toy, patch({ remove: { criteria: ['rating'] } })))).toEqual(['E_WEIGHT_SUM /weights']);
  });

  it('confirms a gate that nobody confirmed, so that it binds', () => {
    const doubtful = toyPolicy((p) => (p.gates[0]!.citation = { source: 'Toy act', confidence: 'M' }));
    const confirmed = { by: 'the mayor', on: '2026-10-01', document: 'Decree 1' };
    const made = overlay(doubtful, patch({ confirm: { cleared: confirmed } }));
    expect([standingOf(doubtful).unconfirmed, standingOf(made).unconfirmed]).toEqual([[{ id: 'cleared', confidence: 'M' }], []]);
    expect(made.gates[0]!.citation).toEqual({ source: 'Toy act', confidence: 'M', confirmed });
  });

  it('tells everything that is not there at once', () => {
    const bad = patch({
      put: { gates: [toy.gates[1]!] },
      remove: { gates: ['none', 'field'], levels: ['NONE'], tracks: ['NONE'], routes: ['none'], attributes: ['nothing'], relations: ['sameUnit'] },
      order: { levels: ['NONE', 'LOW', 'LOW'] },
      confirm: { nobody: { by: 'x', on: '2026-10-01', document: 'y' } },
    });
    expect(codes(() => overlay(toy, bad))).toEqual([
      'E_REF_UNKNOWN /remove/levels/0',
      'E_REF_UNKNOWN /remove/tracks/0',
      'E_REF_UNKNOWN /remove/gates/0',
      'E_ID_DUPLICATE /put/gates/0/id',
      'E_REF_UNKNOWN /remove/routes/0',
      'E_REF_UNKNOWN /remove/attributes/0',
      'E_REF_UNKNOWN /order/levels/0',
      'E_ID_DUPLICATE /order/levels/2',
      'E_REF_UNKNOWN /remove/relations/0',
      'E_REF_UNKNOWN /confirm/nobody',
    ]);
  });

  it('refuses to remove what a rule that stays still reads, and removes it together with that rule', () => {
    const level = { id: 'only-top', label: { en: 'top' }, citation: own, rule: { op: 'compare', left: { op: 'levelId', of: 'position' }, is: '=', right: { op: 'const', value: 'TOP' } } } as const;
    const more = overlay(toy, patch({ put: { gates: [level], dimensions: [{ id: 'spare', label: { en: 'spare' } }] } }));
    expect(codes(() => overlay(more, patch({ remove: { attributes: ['cleared', 'senior', 'field', 'exam'], levels: ['TOP', 'LOW'], dimensions: ['competence', 'spare'] } })))).toEqual([
      'E_REF_UNKNOWN /remove/attributes/0',
      'E_REF_UNKNOWN /remove/attributes/1',
      'E_REF_UNKNOWN /remove/attributes/2',
      'E_REF_UNKNOWN /remove/attributes/3',
      'E_REF_UNKNOWN /remove/levels/0',
      'E_REF_UNKNOWN /remove/dimensions/0',
    ]);
    const less = overlay(more, patch({ remove: { attributes: ['cleared'], gates: ['cleared', 'only-top'], levels: ['TOP'] } }));
    expect(less.gates.map((g) => g.id)).toEqual(['field']);
  });

  it('refuses a confirmation of the decider’s own choice, and a result that no policy may be', () => {
    const mine = toyPolicy((p) => (p.gates[0]!.citation = own));
    expect(codes(() => overlay(mine, patch({ confirm: { cleared: { by: 'x', on: '2026-10-01', document: 'y' } } })))).toEqual(['E_CITATION /confirm/cleared']);
    expect(codes(() => overlay(toy, patch({ effectiveFrom: '2027-01-01', effectiveUntil: '2026-12-31' })))).toEqual(['E_DATE_ORDER /effectiveUntil']);
    expect(codes(() => overlay(toy, patch({ put: { gates: [{ ...toy.gates[0]!, rule: { op: 'person', attribute: 'nothing' } }] } })))).toEqual(['E_REF_UNKNOWN /gates/0/rule/attribute']);
  });

  it('takes a pack without a lottery, which seal refuses until it has one', () => {
    const bare = toyPolicy((p) => (p.ties.commitments = []));
    const made = overlay(bare, patch({ lawCheckedOn: '2026-11-20' }));
    expect(codes(() => seal(made))).toEqual(['E_TIE_COMMITMENT_MISSING /ties']);
    expect(codes(() => seal(overlay(made, patch({ ties: { commitments: toy.ties.commitments } }))))).toEqual([]);
  });

  it('is refused as a document with a key it does not know, or a text that steers', () => {
    expect(codes(() => parseOverlay({ ...patch({}), gate: [] }))).toEqual(['E_KEY_UNKNOWN /gate']);
    expect(codes(() => parseOverlay({ ...patch({}), title: { en: 'a\u202eb' } }))).toEqual(['E_STRING_BIDI /title/en']);
    expect(codes(() => parseOverlay('{"format":"meritra/policy/0"}'))[0]).toBe('E_FORMAT /format');
  });
});

describe('diff', () => {
  it('of a pack with itself is nothing, and so is the overlay of nothing', () => expect([diff(toy, toyPolicy()), diff(toy, overlay(toy, patch({})))]).toEqual([[], []]));

  it('names what was added, removed and changed, with values, marks and what binds', () => {
    const doubtful = toyPolicy((p) => {
      p.gates[0]!.citation = { source: 'Toy act', confidence: 'M' };
      p.gates[1]!.rule = { op: 'compare', left: { op: 'person', attribute: 'senior' }, is: '>=', right: { op: 'const', value: 24 } };
    });
    const made = overlay(
      doubtful,
      patch({
        put: { gates: [{ ...doubtful.gates[1]!, rule: { op: 'compare', left: { op: 'person', attribute: 'senior' }, is: '>=', right: { op: 'const', value: 36 } } }], levels: [{ id: 'ENTRY', label: { en: 'entry' } }] },
        order: { levels: ['LOW', 'ENTRY'] },
        remove: { relations: ['lineOfCommand'] },
        weights: { exam: 50, skill: 40 },
        confirm: { cleared: { by: 'the mayor', on: '2026-10-01', document: 'Decree 1' } },
      }),
    );
    expect(diff(doubtful, made).map(({ change, part, id, path, values }) => [change, part, id, path, values])).toEqual([
      ['changed', 'title', null, '/title', null],
      ['added', 'levels', 'ENTRY', '/levels/1', null],
      ['changed', 'gates', 'cleared', '/gates/0', []],
      ['changed', 'gates', 'field', '/gates/1', [{ path: '/rule/right/value', from: 24, to: 36 }]],
      ['changed', 'weights', 'exam', '/weights/exam', [{ path: '', from: 60, to: 50 }]],
      ['changed', 'weights', 'skill', '/weights/skill', [{ path: '', from: 30, to: 40 }]],
      ['removed', 'relations', 'lineOfCommand', '/relations/lineOfCommand', null],
    ]);
    expect(diff(doubtful, made).find((c) => c.id === 'cleared')?.marks).toEqual({ from: { mark: 'M', confirmed: false, binds: false }, to: { mark: 'M', confirmed: true, binds: true } });
  });

  it('tells a change of order alone', () => {
    const turned = overlay(toy, patch({ order: { levels: ['MID'] } }));
    expect(diff(toy, turned).filter((c) => c.part === 'order')).toMatchObject([{ change: 'changed', id: 'levels', from: ['LOW', 'MID', 'TOP'], to: ['MID', 'LOW', 'TOP'] }]);
  });

  it('tells where something stands that was put in between, or moved, in every list that has an order', () => {
    const places = (a: Policy, b: Policy) => diff(a, b).filter((c) => c.part !== 'title').map((c) => [c.change, c.part, c.id, c.places]);
    const entry = { id: 'ENTRY', label: { en: 'entry' } };
    const level = (order: readonly string[]) => overlay(toy, patch({ put: { levels: [entry] }, order: { levels: [...order] } }));
    expect(places(toy, level(['ENTRY']))).toEqual([['added', 'levels', 'ENTRY', [{ id: 'ENTRY', before: 'LOW' }]]]);
    expect(places(toy, level([]))).toEqual([['added', 'levels', 'ENTRY', [{ id: 'ENTRY', before: null }]]]);
    // of four that were turned the one that must have been moved
    expect(places(level([]), level(['MID', 'TOP', 'LOW']))).toEqual([['changed', 'order', 'levels', [{ id: 'LOW', before: 'ENTRY' }]]]);
    for (const part of ['gates', 'criteria', 'dimensions'] as const) {
      const turned = toyPolicy((p) => void (p[part] as { id: string }[]).reverse());
      const [first, ...rest] = turned[part].map((x) => x.id).slice(0, -1).map((id, k) => ({ id, before: turned[part][k + 1]!.id }));
      expect(places(toy, turned)).toEqual([['changed', 'order', part, [first, ...rest]]]);
    }
    const route = (id: string) => ({ id, label: { en: id }, citation: own, when: { op: 'const' as const, value: true }, approver: { en: 'x' }, documents: [], steps: [] });
    const routes = (...ids: string[]) => toyPolicy((p) => void (p.routes = ids.map(route)));
    expect(places(routes('up', 'side'), routes('up', 'across', 'side'))).toEqual([['added', 'routes', 'across', [{ id: 'across', before: 'side' }]]]);
    expect(places(routes('up', 'side'), routes('side', 'up'))).toEqual([['changed', 'order', 'routes', [{ id: 'side', before: 'up' }]]]);
    expect(places(routes('a', 'b', 'c'), routes('c', 'a'))).toEqual([['removed', 'routes', 'b', []], ['changed', 'order', 'routes', [{ id: 'c', before: 'a' }]]]);
  });

  it('lists the rules that begin or cease to bind where the mark from which they bind changes', () => {
    const from = (gateFrom: string) => toyPolicy((p) => void (p.confidence.gateFrom = gateFrom));
    const binding = (a: Policy, b: Policy) => diff(a, b).map((c) => [c.part, c.id, c.binding]);
    expect(binding(from('N'), from('V'))).toEqual([['confidence', 'gateFrom', { begin: [], cease: ['field'] }]]);
    expect(binding(from('V'), from('m'))).toEqual([['confidence', 'gateFrom', { begin: ['field'], cease: [] }]]);
    expect(binding(from('m'), from('M'))).toEqual([['confidence', 'gateFrom', { begin: [], cease: [] }]]);
    expect(binding(from('V'), toyPolicy((p) => void (p.confidence = { scale: ['m', 'M', 'C', 'V', 'N'], gateFrom: 'V' })))).toEqual([['confidence', 'scale', { begin: ['field'], cease: [] }]]);
  });

  it('is empty exactly where two packs say the same, and turned round where they are', () => {
    const pack = fc
      .record({ exam: fc.integer({ min: 10, max: 60 }), mark: fc.constantFrom('m', 'C', 'V'), label: fc.constantFrom('a', 'b'), lateral: fc.integer({ min: 0, max: 3 }), gates: fc.subarray(['cleared', 'field']) })
      .map(({ exam, mark, label, lateral, gates }): Policy =>
        toyPolicy((p) => {
          p.weights = { exam, skill: 30, rating: 70 - exam };
          p.gates[0]!.citation = { source: 's', confidence: mark };
          p.levels[0]!.label.en = label;
          p.costs.lateralMove.points = lateral;
          p.gates = p.gates.filter((g) => gates.includes(g.id));
        }),
      );
    fc.assert(
      fc.property(pack, pack, (a, b) => {
        const there = diff(a, b);
        expect(there.length === 0).toBe(canonicalJson(a) === canonicalJson(b));
        const key = (c: { part: string; id: string | null }): string => `${c.part}/${c.id ?? ''}`;
        const back = new Map(diff(b, a).map((c) => [key(c), c]));
        expect(back.size).toBe(there.length);
        for (const c of there) expect([back.get(key(c))?.from, back.get(key(c))?.to]).toEqual([c.to, c.from]);
      }),
    );
  });
});

describe('inForce', () => {
  const pack = (effectiveFrom?: string, effectiveUntil?: string) => ({ ...(effectiveFrom ? { effectiveFrom } : {}), ...(effectiveUntil ? { effectiveUntil } : {}) });
  const packs = [pack(undefined, '2025-12-31'), pack('2026-01-01', '2026-06-30'), pack('2026-08-01')];

  it('is the pack whose days hold the day, both ends inside', () => {
    const days = ['1950-01-01', '2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01', '2026-08-01', '2199-12-31'];
    expect(days.map((day) => packs.indexOf(inForce(packs, day)!))).toEqual([0, 0, 1, 1, -1, 2, 2]);
  });

  it('refuses packs that are in force on one day, whatever the day asked for', () => {
    expect(codes(() => inForce([...packs, pack('2026-06-30', '2026-07-31')], '1950-01-01'))).toEqual(['E_BANDS /3/effectiveFrom']);
    expect(codes(() => inForce([pack(), pack()], '2026-01-01'))).toEqual(['E_BANDS /1/effectiveFrom']);
  });

  it('refuses days that are none', () => {
    expect(codes(() => inForce(packs, '2026-02-30'))).toEqual(['E_DATE_INVALID ']);
    expect(codes(() => inForce([pack('2026-13-01'), pack('2026-03-01', '2026-02-01')], '2026-01-01'))).toContain('E_DATE_ORDER /1/effectiveUntil');
  });
});
