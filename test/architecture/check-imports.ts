import { posix } from 'node:path';
import ts from 'typescript';

/** The rooms of src in their order: a room imports rooms above it, never below. `index` is src/index.ts. */
export const ROOMS = [
  'errors', 'canonical', 'kernel', 'stats', 'model', 'policy', 'intake', 'conflicts', 'eligibility', 'scoring', 'solving', 'explaining',
  'deciding', 'trail', 'auditing', 'simulating', 'reporting', 'index', 'verify', 'asn', 'node', 'postgres', 'cli',
] as const;

/** Files of src itself: what a user imports, with everything attached that shows results. */
const DOORS = ['index.ts', 'audit.ts', 'simulate.ts'];
const LEAVES = ['canonical', 'kernel', 'stats']; // import errors at most
const MAY_IMPORT_VERIFY = ['index', 'node', 'cli'];
const MAY_IMPORT_NODE = ['node', 'postgres', 'cli'];
const WITHOUT_ZOD = ['kernel', 'canonical', 'reporting', 'verify']; // one zod schema costs a browser 149 KB

interface Import {
  readonly specifier: string;
  readonly line: number;
  /** False when the import vanishes at run time: `import type`; `import { type T }` leaves a bare import behind (verbatimModuleSyntax). */
  readonly value: boolean;
}

/** Every import of a file: `import`, `export ... from`, `import()`, `require()` and `import('...').Type`, in the order of the text. */
export function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Node, value: boolean): void => {
    const specifier = ts.isStringLiteralLike(node) ? node.text : `(computed) ${node.getText()}`;
    found.push({ specifier, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, value });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, !node.importClause?.isTypeOnly);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.moduleSpecifier, !node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, false);
    } else if (ts.isCallExpression(node) && node.arguments[0]) {
      const callee = node.expression;
      if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')) add(node.arguments[0], true);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The room of a path below src, or undefined when the path lies in none. */
export function roomOf(file: string): string | undefined {
  const room = DOORS.includes(file) ? 'index' : file.includes('/') ? file.split('/')[0] : undefined;
  return ROOMS.find((known) => known === room);
}

/**
 * What is wrong with the imports of a source tree, one sentence per problem; empty when nothing is.
 * @param files - text by path relative to src, with `/`.
 * @param packages - the packages a file may name: dependencies, optional peers, and those that are bundled.
 */
export function checkImports(files: ReadonlyMap<string, string>, packages: readonly string[]): string[] {
  const problems: string[] = [];
  const arrows = new Map<string, { readonly to: string; readonly value: boolean }[]>();

  for (const [file, text] of files) {
    const out: { to: string; value: boolean }[] = [];
    arrows.set(file, out);
    const room = roomOf(file);
    if (!room) {
      problems.push(`${file}: lies in no room of the list`);
      continue;
    }
    for (const { specifier, line, value } of importsOf(file, text)) {
      const where = `${file}:${line}`;
      if (specifier.startsWith('.')) {
        const path = posix.normalize(posix.join(posix.dirname(file), specifier));
        const to = [path.replace(/\.js$/, '.ts'), path].find((candidate) => files.has(candidate));
        if (to) {
          out.push({ to, value });
          const wrong = wrongArrow(room, roomOf(to));
          if (wrong) problems.push(`${where}: ${wrong}`);
        } else problems.push(`${where}: ${specifier} is no file of src (write the path with .js)`);
      } else if (specifier.startsWith('node:')) {
        if (!MAY_IMPORT_NODE.includes(room)) problems.push(`${where}: ${specifier} belongs in ${MAY_IMPORT_NODE.join(', ')} alone`);
      } else {
        const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
        if (!packages.includes(name)) problems.push(`${where}: ${specifier} is not a dependency of the package`);
        out.push({ to: name, value });
      }
    }
  }

  for (const file of files.keys()) {
    if (!WITHOUT_ZOD.includes(roomOf(file) ?? '')) continue;
    const way = wayTo('zod', file, arrows);
    if (way) problems.push(`${way.join(' -> ')}: ${roomOf(file)} must run without zod; import the type alone`);
  }
  for (const cycle of cycles(arrows)) problems.push(`${cycle.join(' -> ')}: a cycle`);
  return problems;
}

function wrongArrow(from: string, to: string | undefined): string | undefined {
  if (!to || from === to) return undefined; // a file outside all rooms is reported as such
  if (from === 'errors') return `errors imports nothing, but imports ${to}`;
  if (from === 'verify') return `verify stands alone, but imports ${to}`;
  if (to === 'verify') return MAY_IMPORT_VERIFY.includes(from) ? undefined : `${from} imports verify, which only ${MAY_IMPORT_VERIFY.join(', ')} may`;
  if (LEAVES.includes(from) && to !== 'errors') return `${from} is a leaf and imports errors at most, but imports ${to}`;
  const order: readonly string[] = ROOMS;
  return order.indexOf(to) > order.indexOf(from) ? `${from} imports ${to}, which lies below it` : undefined;
}

type Arrows = ReadonlyMap<string, readonly { readonly to: string; readonly value: boolean }[]>;

/** The shortest way of run-time imports from a file to a target, both included; undefined when there is none. */
function wayTo(target: string, from: string, arrows: Arrows): string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  for (const file of before.keys()) { // grows while it is read: breadth first
    for (const { to, value } of arrows.get(file) ?? []) {
      if (!value || before.has(to)) continue;
      before.set(to, file);
      if (to !== target) continue;
      const way: string[] = [];
      for (let at: string | undefined = to; at !== undefined; at = before.get(at)) way.unshift(at);
      return way;
    }
  }
  return undefined;
}

/** One cycle per arrow that closes one in a depth-first walk, first file repeated at the end. Types count: a cycle of types is one idea in two files. */
function cycles(arrows: Arrows): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const { to } of arrows.get(file) ?? []) walk(to);
    path.pop();
    done.add(file);
  };
  for (const file of arrows.keys()) walk(file);
  return found;
}

/** Places where the text gives up on types, and files whose name says nothing; one sentence per problem. */
export function checkTexts(files: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const [file, text] of files) {
    if (/(^|\/)utils?(\.|\/)/.test(file)) problems.push(`${file}: name it after what it holds`);
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const line = (at: number): number => source.getLineAndCharacterOfPosition(at).line + 1;
    for (const match of text.matchAll(/ts-(ignore|expect-error|nocheck)/g)) problems.push(`${file}:${line(match.index)}: ${match[0]}`);
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) problems.push(`${file}:${line(node.getStart())}: any`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return problems;
}
