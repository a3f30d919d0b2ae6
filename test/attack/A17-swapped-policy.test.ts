// A17: another policy in the place of the sealed one, or an older one that was sealed too. Weights in particular: A05.
import { beforeAll, describe, expect, it } from 'vitest';
import { leafs, random, withValue, type Loose } from './changes.js';
import { logOf, of, type Told } from './logs.js';
import { hashOf, Pen, rulesOf, sealBody, trailBundle } from './pen.js';

let made: Told;
beforeAll(async () => {
  made = await logOf(8);
});

it('(the control) the sealed policy holds', () => expect(of(made.bundle, 'integrity')).toBe('holds'));

it('any value of the policy changed is found (every third), with the hashes of the proposal as they were or written anew', () => {
  const rnd = random(17);
  const cover = { format: 0, stale: 0, resealed: 0 };
  for (const { path, changed } of leafs(made.bundle.policy).filter((_, k) => k % 3 === 1)) {
    const policy = withValue(made.bundle.policy, path.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')), changed(rnd).value);
    const stale = of({ ...made.bundle, policy }, 'integrity');
    if (stale === 'not-checked') { // no policy any more
      expect(of({ ...made.bundle, policy }, 'format')).toMatch(/^fails E_FORMAT \/(policy|round)/);
      cover.format++;
      continue;
    }
    expect([path, stale]).toEqual([path, 'fails E_POLICY_HASH /policy']);
    cover.stale++;
    const proposal = { ...made.bundle.proposal, policy: { id: policy.id, hash: hashOf(policy) }, objective: policy.objective };
    const resealed = of({ ...made.bundle, policy, proposal }, 'integrity');
    expect([path, resealed]).toEqual([path, path.startsWith('/ties/commitments') ? expect.stringMatching(/^fails E_SEED_COMMITMENT \/round\/reveals\/[01]$/) : 'fails E_POLICY_HASH /policy']);
    cover.resealed++;
  }
  expect(cover.resealed).toBeGreaterThan(10);
});

describe('a seal that says something else than the policy', () => {
  it.each<[string, (body: Loose) => void]>([
    ['other rules', (body) => (body.rules = `sha256:${'1'.repeat(64)}`)],
    ['no commitments of the policy', (body) => (body.commitments = [...body.commitments].reverse().map((c: Loose, k: number) => ({ ...c, party: ['panel', 'board'][1 - k] })))],
  ])('%s', async (_, change) => {
    const pen = made.pen.copy();
    change(pen.entries[1].body);
    expect(of(await trailBundle(made.world, pen), 'integrity')).toMatch(/^fails E_(POLICY_HASH|SEED_COMMITMENT) \/trail\/entries\/1/);
  });
});

it('an older policy that was sealed too is called what it is', async () => {
  const { world } = made;
  const policy = { ...world.sealed.policy, title: { en: 'the one that came after' } };
  const pen = Object.assign(new Pen(), { entries: made.pen.entries.slice(0, 2) });
  pen.add('seal', { ...sealBody({ ...world.sealed, policy }), rules: rulesOf(policy), reason: 'a mistake in the title' }, { round: world.round.id });
  for (const e of made.pen.entries.slice(2)) {
    const values = Object.fromEntries(made.pen.openings.filter(({ entry }) => entry === e.index).map((o) => [o.path, o.value]));
    const body = e.kind === 'attempt' ? { ...e.body, freeze: 4 } : e.kind === 'proposal' ? { ...e.body, attempt: 7 } : e.body;
    pen.add(e.kind, body, { round: e.round, values });
  }
  expect(of(await trailBundle(world, pen), 'integrity')).toBe('fails E_POLICY_SUPERSEDED /policy');
});
