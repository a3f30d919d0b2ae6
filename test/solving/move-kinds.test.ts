import { describe, expect, it } from 'vitest';
import { kindOf, type SeatKind } from '../../src/solving/index.js';
import type { Round } from '../../src/index.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { read, run } from './rounds.js';

const LEVELS = [0, 1] as const;
const TRACKS = [undefined, 'line', 'expert'] as const;
const CLASSES = [undefined, 7, 9] as const;
const SEATS: readonly (SeatKind | undefined)[] = [undefined, ...LEVELS.flatMap((level) => TRACKS.flatMap((track) => CLASSES.map((job): SeatKind => ({ level, track, class: job }))))];
const name = (s: SeatKind | undefined): string => (s ? `${s.level}${s.track ?? '-'}${s.class ?? '-'}` : 'none');

describe('the kind of a move', () => {
  it('is told for every combination of seats, tracks and classes, in agreement with the sentences of docs/formats.md', () => {
    const seen = new Set<string>();
    for (const from of SEATS) {
      for (const to of SEATS) {
        const { kind, pattern, hiddenDemotion } = kindOf(from, to);
        seen.add(`${kind} ${pattern ?? 'none'} ${hiddenDemotion}`);
        const at = `${name(from)} to ${name(to)}`;
        const level = !to ? 'release' : !from ? 'entry' : to.level > from.level ? 'promotion' : to.level < from.level ? 'demotion' : 'lateral';
        expect(kind, at).toBe(level);
        const tracks = from?.track && to?.track ? from.track === to.track : undefined;
        expect(pattern, at).toBe(level === 'lateral' ? 'horizontal' : level !== 'promotion' || tracks === undefined ? null : tracks ? 'vertical' : 'diagonal');
        expect(hiddenDemotion, at).toBe(level === 'lateral' && from!.class === 9 && to!.class === 7);
      }
    }
    expect([...seen].sort()).toEqual(['demotion none false', 'entry none false', 'lateral horizontal false', 'lateral horizontal true', 'promotion diagonal false', 'promotion none false', 'promotion vertical false', 'release none false']);
  });

  it('stands on each move of a plan', async () => {
    const positions = [
      toyPost('J1', 'TOP', { track: 'line', class: 15 }),
      toyPost('J2', 'MID', { track: 'line', class: 12 }),
      toyPost('J3', 'MID', { track: 'expert', class: 10 }),
      toyPost('J4', 'LOW', { track: 'expert', class: 8 }),
      toyPost('J5', 'LOW', { closes: '2026-11-01' }),
      toyPost('J6', 'TOP', { track: 'line', attributes: { field: 'special' } }),
    ];
    const people: Round['people'] = [
      toyPerson({ id: 'A', seat: 'J2', exam: 99 }),
      toyPerson({ id: 'B', seat: 'J4', exam: 90, fields: ['special'] }),
      toyPerson({ id: 'C', seat: 'J5', exam: 10 }),
    ];
    const { certain } = await run(read({ positions, people, pins: ['A J3', 'B J6', 'C J4'].map((pin) => ({ person: pin.slice(0, 1), position: pin.slice(2), by: 'the chair', reason: 'so ordered' })) }, (policy) => (policy.tracks = [{ id: 'line', label: { en: 'line' } }, { id: 'expert', label: { en: 'expert' } }])));
    expect(certain.moves.map(({ person, kind, pattern, hiddenDemotion }) => [person, kind, pattern, hiddenDemotion])).toEqual([
      ['A', 'lateral', 'horizontal', true],
      ['B', 'promotion', 'diagonal', false],
      ['C', 'lateral', 'horizontal', false],
    ]);
  });
});
