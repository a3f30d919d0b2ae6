import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// The numbers of this room are doubles, and their last digits may differ from engine to engine: good to judge by, never to decide by.
it('no room that decides imports stats: auditing, simulating, reporting and the doors alone may', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((f) => f.replaceAll('\\', '/')).filter((f) => f.endsWith('.ts') && !f.startsWith('stats/'));
  const importers = files.filter((f) => /from '[./]*stats\//.test(readFileSync(join('src', f), 'utf8')));
  expect(importers.filter((f) => !/^(auditing|simulating|reporting)\/|^(audit|index)\.ts$/.test(f))).toEqual([]);
});
