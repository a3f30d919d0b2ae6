import { z } from 'zod';
import { Issues, MeritError } from '../errors/index.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { BODIES, type Kind } from '../trail/entry.js';
import type { TrailRecord } from '../trail/index.js';

const Record = z.strictObject({
  kind: z.enum(Object.keys(BODIES) as [Kind, ...Kind[]]),
  round: z.string().optional(),
  id: z.string().optional(),
  body: z.unknown(),
  values: z.looseObject({ '/person': z.string().nullable().optional() }).optional(),
  subject: z.string().nullable().optional(),
});

/**
 * A record to be added, as a file has it: `{"kind", "round", "id", "body", "values", "subject"}`, all but kind and body optional. The
 * body and the paths of the values are asked by the trail.
 * @throws {MeritError} every problem of its shape
 */
export function parseRecord(document: unknown): TrailRecord {
  const parsed = Record.safeParse(document);
  if (parsed.success) return parsed.data as TrailRecord; // the body is still anything: Trail.append asks for the shape of its kind
  const issues = new Issues();
  addZodIssues(parsed.error.issues, document, '', Object.keys(Record.shape), issues);
  throw MeritError.of(issues.list);
}
