import { canonicalJson } from '../canonical/index.js';
import { compareIds, compareTexts } from '../model/ids.js';
import type { Evidence, Value } from '../model/round.js';
import { SIMULATED } from './names.js';

/** The latest evidence of an attribute, undefined without any: items of one attribute stand together, the latest last. */
export function lastOf(evidence: readonly Evidence[], attribute: string): Evidence | undefined {
  for (let k = evidence.length - 1; k >= 0; k--) if (evidence[k]!.attribute === attribute) return evidence[k];
  return undefined;
}

/** A list in normal form with one more finding of a simulation, dated. Of its findings on one attribute only the latest two stay: no older one can count, whatever the policy. */
export function withFinding(evidence: readonly Evidence[], attribute: string, value: Value, date: string): readonly Evidence[] {
  const found: Evidence = { attribute, value, source: SIMULATED, date };
  let older = 0;
  let at = evidence.length;
  for (let k = evidence.length - 1; k >= 0; k--) {
    const e = evidence[k]!;
    if (e.attribute === attribute && e.source === SIMULATED) older++;
    if (inOrder(e, found) > 0) at = k;
  }
  const next = [...evidence.slice(0, at), found, ...evidence.slice(at)];
  return older < 2 ? next : next.filter((e) => e === found || e.attribute !== attribute || e.source !== SIMULATED || older-- <= 1);
}

/** The order of evidence in normal form (docs/formats.md section 2), of items that carry their day. */
export function inOrder(a: Evidence, b: Evidence): number {
  return (
    compareIds(a.attribute, b.attribute) ||
    compareIds(a.date!, b.date!) ||
    compareIds(a.source, b.source) ||
    compareTexts(canonicalJson(a.value ?? a.unmapped), canonicalJson(b.value ?? b.unmapped)) ||
    compareTexts(canonicalJson(a), canonicalJson(b))
  );
}
