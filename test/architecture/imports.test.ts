import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { checkImports, checkTexts, importsOf, ROOMS } from './check-imports.js';

const src = new URL('../../src/', import.meta.url);
const files = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.[cm]?tsx?$/.test(path))
    .sort()
    .map((path) => [path, readFileSync(new URL(path, src), 'utf8')]),
);
const BUNDLED = ['@noble/hashes', '@noble/ed25519', 'qr', 'pure-rand', ...Object.keys(pkg.devDependencies).filter((name) => name.startsWith('@stdlib/'))];
const peers = 'peerDependencies' in pkg ? Object.keys(pkg.peerDependencies) : [];
const packages = [...Object.keys(pkg.dependencies), ...peers, ...BUNDLED];

describe('src', () => {
  it('is read: every folder of src is a room, and files were found', () => {
    const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => folder.name).filter((name) => !ROOMS.some((room) => room === name))).toEqual([]);
    expect(files.has('errors/merit-error.ts')).toBe(true);
  });

  it('has imports that point up the list of rooms only, without cycles', () => expect(checkImports(files, packages)).toEqual([]));

  it('has no any, no silenced type error and no file named utils', () => expect(checkTexts(files)).toEqual([]));
});

describe('the checker', () => {
  const problems = (tree: Record<string, string>): string[] => checkImports(new Map(Object.entries(tree)), ['zod']);
  const tree = {
    'errors/index.ts': 'export const e = 1;',
    'canonical/index.ts': "import { e } from '../errors/index.js'; export const c = e;",
    'model/schema.ts': "import { z } from 'zod'; export const s = z.string(); export type S = string;",
    'scoring/fit.ts': "import { s } from '../model/schema.js'; export const f = s;",
    'solving/market.ts': "export { f } from '../scoring/fit.js';",
    'verify/index.ts': 'export const v = 1;',
    'index.ts': "export * from './solving/market.js';",
    'cli/main.ts': "import 'node:fs'; import { v } from '../verify/index.js'; import '../index.js'; void v;",
  };

  it('finds nothing in a tree that keeps every rule', () => expect(problems(tree)).toEqual([]));

  const planted: readonly [name: string, file: string, text: string, message: string][] = [
    ['an import', 'scoring/fit.ts', "import { f } from '../solving/market.js';", 'scoring/fit.ts:1: scoring imports solving, which lies below it'],
    ['an import of a type', 'scoring/fit.ts', "\nimport type { F } from '../solving/market.js';", 'scoring/fit.ts:2: scoring imports solving, which lies below it'],
    ['an export from', 'model/x.ts', "export * from '../scoring/fit.js';", 'model/x.ts:1: model imports scoring, which lies below it'],
    ['a dynamic import', 'model/x.ts', "export const x = () => import('../scoring/fit.js');", 'model/x.ts:1: model imports scoring, which lies below it'],
    ['a type written as import()', 'model/x.ts', "export type X = import('../scoring/fit.js').F;", 'model/x.ts:1: model imports scoring, which lies below it'],
    ['an import of index.ts', 'model/x.ts', "import '../index.js';", 'model/x.ts:1: model imports index, which lies below it'],
    ['errors importing a room', 'errors/x.ts', "import '../canonical/index.js';", 'errors/x.ts:1: errors imports nothing, but imports canonical'],
    ['a leaf importing a leaf above it', 'kernel/x.ts', "import '../canonical/index.js';", 'kernel/x.ts:1: kernel is a leaf and imports errors at most, but imports canonical'],
    ['verify importing errors', 'verify/x.ts', "import '../errors/index.js';", 'verify/x.ts:1: verify stands alone, but imports errors'],
    ['a room importing verify', 'asn/x.ts', "import '../verify/index.js';", 'asn/x.ts:1: asn imports verify, which only index, node, cli may'],
    ['node: in a room that runs in a browser', 'model/x.ts', "import { readFileSync } from 'node:fs';", 'model/x.ts:1: node:fs belongs in node, postgres, cli alone'],
    ['a package that users do not get', 'model/x.ts', "import 'vitest/config';", 'model/x.ts:1: vitest/config is not a dependency of the package'],
    ['zod in a room without it', 'kernel/x.ts', "import { z } from 'zod';", 'kernel/x.ts -> zod: kernel must run without zod; import the type alone'],
    ['zod by a detour', 'reporting/x.ts', "import { f } from '../scoring/fit.js';", 'reporting/x.ts -> scoring/fit.ts -> model/schema.ts -> zod: reporting must run without zod; import the type alone'],
    ['a file outside the rooms', 'helpers/x.ts', '', 'helpers/x.ts: lies in no room of the list'],
    ['a path to nothing', 'model/x.ts', "import './y.js';", 'model/x.ts:1: ./y.js is no file of src (write the path with .js)'],
  ];
  it.each(planted)('finds %s', (_, file, text, message) => expect(problems({ ...tree, [file]: text })).toContain(message));

  it('lets a room without zod import a type from a room that has it', () =>
    expect(problems({ ...tree, 'reporting/x.ts': "import type { S } from '../model/schema.js'; import type { z } from 'zod';" })).toEqual([]));

  it('reports the files of a cycle in their order', () => {
    const cycle = { 'model/a.ts': "import './b.js';", 'model/b.ts': "import './c.js';", 'model/c.ts': "import type {} from './a.js';" };
    expect(problems({ ...tree, ...cycle })).toEqual(['model/a.ts -> model/b.ts -> model/c.ts -> model/a.ts: a cycle']);
  });

  it('tells an import of values from one of types', () => {
    const text = "import type { A } from 'a'; import { type B } from 'b'; import { type C, c } from 'c'; import d from 'd'; import 'e'; export type * from 'f'; import {} from 'g';";
    expect(importsOf('x.ts', text).map((i) => `${i.specifier}${i.value ? '' : ' (type)'}`)).toEqual(['a (type)', 'b', 'c', 'd', 'e', 'f (type)', 'g']);
  });

  it('finds any, silenced errors and files named utils, and leaves the English word alone', () => {
    const text = '// any of them\nconst x: any = 1;\nconst y = x as Array<any>;\n// @ts-ignore';
    expect(checkTexts(new Map([['model/utils.ts', text]]))).toEqual([
      'model/utils.ts: name it after what it holds',
      'model/utils.ts:4: ts-ignore',
      'model/utils.ts:2: any',
      'model/utils.ts:3: any',
    ]);
  });
});
