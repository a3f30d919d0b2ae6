import { describe, expect, it } from 'vitest';
import { report } from '../../src/reporting/index.js';
import { decodeQR } from 'qr/decode.js';
import { roundStory } from '../../src/trail/story.js';
import { caseOf, richPolicy, richRound } from '../reporting/rounds.js';
import { readMarkup } from '../reporting/markup.js';
import { checkpoint, entries, KEY } from '../reporting/stories.js';


describe('the story of a round', () => {
  it('counts what a reader must see, of this round alone', () => {
    const story = roundStory({ checkpoint, entries: entries() }, 'R-1');
    expect(story).toMatchObject({ origin: 'toy.example/log', size: 14, covers: 12, keys: [KEY], controller: 'The toy office', witnesses: null, reveals: 2, withheld: [], statements: 0 });
    expect(story.seals).toEqual([{ index: 1, time: '2026-11-21T08:01:00Z', parties: 2, reason: null }]);
    expect(story.attempts.map((a) => [a.number, a.end, a.reason])).toEqual([[1, 'abandoned', null], [2, 'proposal', 'the power failed']]);
    expect(story.explorations).toEqual([{ purpose: 'what-if', count: 1 }]);
    expect(story.erased.map((e) => [e.basis, e.fields, e.people])).toEqual([['Toy act, article 8', 2, 1]]);
  });

  it('does not count reveals that a later freeze or seal made void', () => {
    const later = [...entries(), { index: 14, time: '2026-11-21T09:00:00Z', kind: 'freeze', round: 'R-1', body: { people: 9, positions: 8, leaves: 99 } }];
    expect(roundStory({ checkpoint, entries: later }, 'R-1').reveals).toBe(0);
  });

  it('leaves the end of an attempt open that has none yet, and erasures of other rounds aside', () => {
    const time = '2026-11-21T09:00:00Z';
    const later = [...entries(), { index: 14, time, kind: 'attempt', round: 'R-1', body: { number: 3, reason: 'again' } }, { index: 15, time, kind: 'erasure', body: { basis: 'x', document: 'y', entries: [], subjects: [['R-2', 'p-1']] } }];
    const story = roundStory({ checkpoint, entries: later }, 'R-1');
    expect(story.attempts.at(-1)).toEqual({ index: 14, time, number: 3, reason: 'again', end: null });
    expect(story.erased).toEqual(roundStory({ checkpoint, entries: entries() }, 'R-1').erased);
  });

  it('of a round without an entry is empty, and says nothing of the log beyond its head', () => {
    expect(roundStory({ checkpoint, entries: [] }, 'R-1')).toMatchObject({
      origin: 'toy.example/log', size: 14, covers: 0, keys: [], controller: '', witnesses: null, seals: [], opened: null, freezes: [], reveals: 0, attempts: [], explorations: [], erased: [],
    });
  });

  it('stands on page one and says how to check it, in both languages', async () => {
    const made = await caseOf(richRound(), richPolicy());
    const trail = roundStory({ checkpoint, entries: entries() }, 'R-1');
    const en = readMarkup(report({ ...made, trail }, { locale: 'en' })).text;
    for (const said of ['attempt 1 of 2', 'attempt 2 of 2', 'reason: the power failed', trail.shortCode, '14 entries', 'kept by The toy office', 'Rules and lottery sealed 21 November 2026, 08:01 UTC (entry 1); names opened', 'input frozen', '2 of 2 parties revealed', 'None withheld', '1 × what if', '2 fields and the keys of 1 person erased under: Toy act, article 8', 'at least 12 entries', `--checkpoint kept.txt --key '${KEY}'`]) expect(en).toContain(said);
    const id = readMarkup(report({ ...made, trail }, { locale: 'id' })).text;
    for (const said of ['percobaan 2 dari 2', 'alasan: the power failed', 'berita acara', 'sedikitnya 12 entri']) expect(id).toContain(said);
    expect(readMarkup(report(made, { locale: 'en' })).text).not.toContain('attempt 1');
  });

  it('tells in bold what is out of order: names opened before the seal, a number withheld, an input opened again', async () => {
    const made = await caseOf(richRound(), richPolicy());
    const time = '2026-11-21T09:00:00Z';
    const [genesis, seal, open, ...rest] = entries();
    const odd = [genesis!, { ...open!, index: 1 }, { ...seal!, index: 2 }, ...rest, { index: 14, time, kind: 'withheld', round: 'R-1', body: { party: 'council', reason: 'lost' } }, { index: 15, time, kind: 'reopen', round: 'R-1', body: { by: 'head', reason: 'an error' } }];
    const page = report({ ...made, trail: roundStory({ checkpoint, entries: odd }, 'R-1') }, { locale: 'en' });
    for (const said of ['The rules were not sealed before the names were opened.', 'council withheld its number (21 November 2026, 09:00 UTC): lost', 'Input opened again 21 November 2026, 09:00 UTC (entry 15) by head, because: an error']) expect(page).toContain(`<strong>${said}</strong>`);
  });

  it('carries the whole note in its code to scan', async () => {
    const made = await caseOf(richRound(), richPolicy());
    const page = report({ ...made, trail: roundStory({ checkpoint, entries: entries() }, 'R-1') }, { locale: 'en' });
    const [, size = '', path = ''] = /<svg class="qr" viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"/.exec(page)!;
    const side = Number(size) * 4;
    const data = new Uint8ClampedArray(side * side * 4).fill(255);
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let py = Number(y) * 4; py < Number(y) * 4 + 4; py++) for (let px = Number(x) * 4; px < (Number(x) + Number(width)) * 4; px++) data.fill(0, (py * side + px) * 4, (py * side + px) * 4 + 3);
    }
    const read = decodeQR({ width: side, height: side, data });
    expect(read).toBe(checkpoint);
  });
});
