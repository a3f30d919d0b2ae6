import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../src/reporting/html.js';

describe('html', () => {
  it('escapes text, keeps markup, joins lists and leaves nothing out as nothing', () => {
    const inner = html`<b>${'<x>'}</b>`;
    expect(html`<p>${'a & b'}${inner}${[inner, 'z', 3]}${null}${undefined}${false}</p>`.toString()).toBe('<p>a &amp; b<b>&lt;x&gt;</b><b>&lt;x&gt;</b>z3</p>');
  });

  it('escapes what stands in a double-quoted attribute', () => {
    expect(html`<p title="${`a"b'c<d>&`}" class="k ${1}">x</p>`.toString()).toBe('<p title="a&quot;b&#39;c&lt;d&gt;&amp;" class="k 1">x</p>');
  });

  it('does not take an object that looks like markup for markup', () => {
    const forged = { text: '<script>', toString: () => '<script>' } as unknown as string;
    expect(() => html`<p>${forged}</p>`).toThrow();
    expect(() => html`<p title="${forged}">x</p>`).toThrow('markup in an attribute');
  });

  it('offers no hole in a tag, a comment, a script, a style, or an attribute that acts', () => {
    const x = 'x';
    expect(() => html`<p ${x}>y</p>`).toThrow('impossible state');
    expect(() => html`<p title=${x}>y</p>`).toThrow('impossible state');
    expect(() => html`<!-- ${x} -->`).toThrow('impossible state');
    expect(() => html`<script>${x}</script>`).toThrow('impossible state');
    expect(() => html`<style>${x}</style>`).toThrow('impossible state');
    for (const make of [() => html`<p onclick="${x}">y</p>`, () => html`<p style="${x}">y</p>`, () => html`<a href="${x}">y</a>`, () => html`<img src="${x}">`, () => html`<p ="${x}">y</p>`]) expect(make).toThrow('impossible state');
    expect(html`<a href="#${x}">y</a>`.toString()).toBe('<a href="#x">y</a>');
  });

  it('refuses a template that ends inside a tag', () => {
    expect(() => html`<p`).toThrow('ends inside a tag');
    expect(() => html`<p title="`).toThrow('ends inside a tag');
  });

  it('shows control characters and halves of surrogate pairs as U+FFFD and keeps every other text', () => {
    expect(escapeHtml('a\u0000b\u001bc\u009bd\ud800e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(escapeHtml('\u2028 \ud83d\ude00 \t\n')).toBe('\u2028 \ud83d\ude00 \t\n');
  });
});
