import { builtinModules } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const syntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  { selector: "LogicalExpression[operator='??'] YieldExpression.right, ChainExpression YieldExpression", message: 'The CommonJS build wraps it in a plain function, in which there is no yield.' },
];
const MATH = 'abs|floor|ceil|trunc|round|min|max|sign|sqrt|imul|clz32'; // the ones whose result is the same on every engine
const inexact = [
  { selector: "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']", message: 'Powers are small integers, multiplied out.' },
  { selector: `MemberExpression[object.name='Math']:not([property.name=/^(${MATH})$/])`, message: 'Not exact, or not the same on every engine.' },
  { selector: "VariableDeclarator[init.name='Math']", message: 'Write Math.name, so that its use can be checked.' },
  { selector: 'MemberExpression[property.name=/^(toLocale.*|localeCompare)$/]', message: 'Depends on the locale of the machine.' },
];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'reports/', 'out/', '.stryker-tmp/', 'test/consumers/', '**/node_modules/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error', // import { type T } would stay as a bare import
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': 'off', // tsc: noUnusedLocals, noUnusedParameters
      '@typescript-eslint/require-await': 'off', // an adapter may answer at once where its interface waits
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  { files: ['src/**', 'test/**', 'examples/**', 'bench/**', 'scripts/**'], rules: { 'no-restricted-syntax': ['error', ...syntax] } },
  {
    files: ['test/**', 'bench/**'], // feed wrong shapes on purpose, and read JSON of others
    rules: Object.fromEntries(['argument', 'assignment', 'call', 'member-access', 'return'].map((name) => [`@typescript-eslint/no-unsafe-${name}`, 'off'])),
  },
  {
    files: ['src/**'],
    rules: { '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }] },
  },
  {
    files: ['src/**'],
    ignores: ['src/node/**', 'src/postgres/**', 'src/cli/**'],
    rules: { 'no-restricted-imports': ['error', { paths: builtinModules, patterns: ['node:*'] }] },
  },
  {
    files: ['src/**'], // what can reach a score or a hash
    ignores: ['src/node/**', 'src/cli/**'],
    rules: {
      'no-restricted-syntax': ['error', ...syntax, ...inexact],
      'no-restricted-globals': ['error', 'Date', 'Intl', 'performance'],
    },
  },
  {
    files: ['src/scoring/analysis/**', 'src/stats/**'], // doubles, for analysis alone: test/scoring/analysis.test.ts and test/stats/decides-nothing.test.ts fail if a room that decides imports it
    rules: { 'no-restricted-syntax': ['error', ...syntax] },
  },
  {
    files: ['src/kernel/run-async.ts'], // the clock says when to let others work, never what comes out
    rules: { 'no-restricted-globals': ['error', 'Date', 'Intl'] },
  },
);
