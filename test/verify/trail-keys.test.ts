import { describe, expect, it } from 'vitest';
import { verify, type Check, type VerifyOptions } from '../../src/verify/index.js';
import type { Loose } from './builder.js';
import { fullBundle, Log, LOG_KEY, ORIGIN, signer, tell } from './trail-writer.js';

// Section 10.3: who may sign a checkpoint, by size, and which keys count for a checker that was given some.

const SECOND = signer(ORIGIN, 21);
const THIRD = signer(ORIGIN, 22);

const finding = (bundle: unknown, check: Check, options?: VerifyOptions): string => {
  const { outcome, code, path } = verify(bundle, options).verdicts.find((verdict) => verdict.check === check)!;
  return code === undefined ? outcome : `${code} ${path}`;
};
/** The bundle of a log under a checkpoint of its own choice. */
const under = (story: ReturnType<typeof tell>, checkpoint: string, size = story.log.entries.length): Loose => {
  const bundle = fullBundle(story);
  return { ...bundle, trail: { ...bundle.trail, checkpoint, entries: bundle.trail.entries.slice(0, size), openings: bundle.trail.openings.filter(({ entry }: Loose) => entry < size) } };
};
const KEY = 'E_KEY /trail/checkpoint';

describe('a key that the log names later', () => {
  const story = tell(undefined, 'proposal');
  const { log } = story;
  const size = log.entries.length;
  log.add('key', { add: SECOND.vkey, retire: null, reason: 'A second machine' });

  it('may sign the checkpoint that ends with its entry, and none of a size before, whatever log is at hand', () => {
    expect(finding(under(story, log.note(size + 1, SECOND)), 'integrity')).toBe('holds');
    const early = under(story, log.note(size, SECOND), size);
    for (const options of [{}, { log: log.text() }]) {
      expect(finding(early, 'integrity', options)).toBe(KEY);
      expect(finding(under(story, log.note(size), size), 'integrity', options)).toBe('holds');
    }
  });

  it('counts for a checker with keys only once a key that counted has signed a checkpoint that covers its entry', () => {
    const bundle = under(story, log.note(size + 1, SECOND));
    const asked = (...checkpoints: string[]): string => finding(bundle, 'integrity', { keys: [LOG_KEY.vkey], checkpoints });
    expect(asked()).toBe(KEY);
    expect(asked(log.note(size))).toBe(KEY); // it ends before the entry
    expect(asked(log.note(size + 1, SECOND))).toBe(KEY); // nobody vouches for himself
    expect(asked(log.note(size + 1))).toBe('holds');
  });
});

describe('two keys that the log begins with', () => {
  const story = tell(undefined, 'proposal', Log.begun({ keys: [LOG_KEY.vkey, SECOND.vkey] }));
  const { log } = story;
  const size = log.entries.length;

  it('may both sign, and only the one that was given counts, whatever that one has signed', () => {
    expect(finding(under(story, log.note(size, SECOND)), 'integrity')).toBe('holds');
    const keys = [LOG_KEY.vkey];
    expect(finding(under(story, log.note(size, LOG_KEY, SECOND)), 'integrity', { keys })).toBe('holds');
    expect(finding(under(story, log.note(size, SECOND)), 'integrity', { keys, checkpoints: [log.note(size), log.note(2)] })).toBe(KEY);
  });

  it('one of them is retired and none is added: it signs its own end, and nothing after', () => {
    const retired = log.add('key', { add: null, retire: SECOND.vkey, reason: 'The machine is sold' });
    log.add('key', { add: THIRD.vkey, retire: null, reason: 'Another one' });
    expect(finding(under(story, log.note(retired + 1, SECOND), retired + 1), 'integrity')).toBe('holds');
    expect(finding(under(story, log.note(retired + 2, SECOND)), 'integrity')).toBe(KEY);
    expect(finding(under(story, log.note(retired + 2, THIRD)), 'integrity')).toBe('holds');
    expect(finding(under(story, log.note(retired + 2)), 'completeness', { checkpoints: [log.note(retired + 2)] })).toBe('holds');
  });
});

it('a genesis that says it stands elsewhere is no beginning', () => {
  const bundle = fullBundle(tell());
  bundle.trail.entries[0].index = 7;
  expect(finding(bundle, 'integrity')).toBe('E_LOG_GAP /trail/entries');
});

describe('what integrity says it rests on', () => {
  const story = tell();
  const { log } = story;
  const size = log.entries.length;
  const detail = (bundle: unknown, options?: VerifyOptions): string => verify(bundle, options).verdicts[1]!.detail;

  it('the whole log or an excerpt, a key that was given or one that the trail names', () => {
    expect(detail(fullBundle(story))).toContain(`The whole log of ${size} entries leads to a checkpoint of size ${size} that is signed by a key that the trail itself names; `);
    expect(detail(fullBundle(story, { whole: false }), { keys: [LOG_KEY.vkey] })).toContain(`An excerpt of ${size} entries leads to a checkpoint of size ${size} that is signed by a key that the checker was given; `);
    expect(detail(fullBundle(story))).not.toContain('erased');
  });

  it('what was erased, and by what right', () => {
    log.add('erasure', { by: 'dpo', on: '2026-01-21', basis: 'Article 17', document: 'Letter 9', entries: [[log.last('rating'), ['/value']]], subjects: [['r1', `p-${'0'.repeat(20)}`]] });
    expect(detail(fullBundle(story))).toContain('2 fields and people were erased under Article 17.');
  });
});
