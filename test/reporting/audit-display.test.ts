import { describe, expect, it } from 'vitest';
import { audit, reveal, type Past } from '../../src/audit.js';

const JUPYTER = Symbol.for('Jupyter.display');
const display = (value: unknown): Record<string, string> => (value as { [JUPYTER](): Record<string, string> })[JUPYTER]();

const past: Past = {
  people: [{ id: 'ana', name: 'Ana Lysis' }, { id: 'ben', name: 'Ben Efit' }],
  decisions: [{ id: 'd1', position: 'p1', on: '2024-03-01' }],
  candidates: [
    { decision: 'd1', person: 'ana', chosen: true, score: 70, ties: { '<b>party</b>': true } },
    { decision: 'd1', person: 'ben', chosen: false, score: 80, ties: { '<b>party</b>': false } },
  ],
};

describe('an audit in a notebook', () => {
  it('shows the strip and what each ladder comes to, as text where there is no screen, and names nobody', async () => {
    const shown = display(await audit(past));
    expect(shown['image/svg+xml']).toMatch(/^<svg .*>&lt;b&gt;party&lt;\/b&gt;<\/text><text [^>]*>Cannot be [^<]+<\/text>.*<\/svg>$/s);
    expect(shown['text/plain']).toContain('Audit of past decisions');
    expect(JSON.stringify(shown)).not.toMatch(/ana|ben|Lysis|Efit/i);
  });

  it('has pictures that show themselves, and stay plain data', async () => {
    const pictures = (await audit(past)).pictures();
    for (const picture of pictures) {
      expect(display(picture)).toEqual({ 'image/svg+xml': picture.svg, 'text/plain': picture.title });
      expect(Object.keys(picture).sort()).toEqual(['data', 'name', 'seed', 'svg', 'title', 'version']);
    }
    expect(pictures.map(({ svg }) => /aria-labelledby="([^"]*)"/.exec(svg)![1]!.split(' ').every((id) => svg.includes(`id="${id}"`)))).not.toContain(false);
  });

  it('can be revealed as it is shown, and shows itself after that too', async () => {
    const found = await audit(past);
    const { names, audit: after } = await reveal(found, past, { by: 'auditor', on: '2024-05-01', reason: 'to ask' });
    expect([...names.values()].map(({ name }) => name).sort()).toEqual(['Ana Lysis', 'Ben Efit']);
    expect(after.reveals).toHaveLength(1);
    expect(display(after)['image/svg+xml']).toBe(display(found)['image/svg+xml']);
    expect(JSON.parse(JSON.stringify(after))).toEqual({ ...JSON.parse(JSON.stringify(found)), reveals: after.reveals });
  });
});
