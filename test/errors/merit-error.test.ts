import { describe, expect, it } from 'vitest';
import { bug, Issues, MeritError } from '../../src/errors/index.js';

describe('MeritError', () => {
  it('reads as code, place and sentence', () => {
    const error = new MeritError('E_TYPE', 'expected a number, came a text', { path: '/people/0/born', line: 3 });
    expect(String(error)).toBe('MeritError: E_TYPE at /people/0/born: expected a number, came a text');
    expect(error).toMatchObject({ code: 'E_TYPE', path: '/people/0/born', issues: [{ code: 'E_TYPE', path: '/people/0/born', line: 3, message: 'expected a number, came a text' }] });
    expect(new MeritError('E_ABORTED', 'stopped')).toMatchObject({ message: 'E_ABORTED: stopped', path: '' });
  });

  it('of several problems leads with the first and counts the rest', () => {
    const issue = (path: string) => ({ code: 'E_TYPE' as const, path, message: 'no' });
    expect(MeritError.of([issue('/a')]).message).toBe('E_TYPE at /a: no');
    expect(MeritError.of([issue('/a'), issue('/b')]).message).toBe('E_TYPE at /a: no\n(and 1 more problem in .issues)');
    const three = MeritError.of([issue('/a'), issue('/b'), issue('/c')]);
    expect(three.message).toBe('E_TYPE at /a: no\n(and 2 more problems in .issues)');
    expect(three.issues.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
    expect(() => MeritError.of([])).toThrow('impossible state: an error needs at least one issue');
  });

  it('is told apart from a bug of ours', () => {
    expect(bug('x')).not.toBeInstanceOf(MeritError);
    expect(bug('x').message).toBe('meritra: impossible state: x. Please report it with the input that caused it.');
  });
});

describe('Issues', () => {
  it('tells each problem of a place once', () => {
    const issues = new Issues();
    issues.add('E_TYPE', '/a', 'first');
    issues.add('E_TYPE', '/a', 'second');
    issues.add('E_NUM_INT', '/a', 'another code');
    expect(issues.list.map(({ code, message }) => [code, message])).toEqual([['E_TYPE', 'first'], ['E_NUM_INT', 'another code']]);
  });

  it('lists as many as its limit, then says that there are more, then is full', () => {
    const issues = new Issues(2);
    for (const path of ['/a', '/b', '/c', '/d']) {
      issues.add('E_TYPE', path, 'no');
      issues.warn('W_NFC', path, 'odd');
    }
    expect(issues.full).toBe(true);
    expect(issues.list.map(({ code, path }) => `${code} ${path}`)).toEqual(['E_TYPE /a', 'E_TYPE /b', 'E_LIMIT_ERRORS ']);
    expect(issues.warnings.map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  it('throws only when there is a problem; a warning is none', () => {
    const issues = new Issues();
    issues.warn('W_NFC', '/a', 'odd', { line: 1 });
    expect(() => issues.throwIfAny()).not.toThrow();
    issues.add('E_TYPE', '/a', 'no', { related: ['/b'] });
    expect(() => issues.throwIfAny()).toThrow(expect.objectContaining({ code: 'E_TYPE', issues: [{ code: 'E_TYPE', path: '/a', message: 'no', related: ['/b'] }] }));
  });
});
