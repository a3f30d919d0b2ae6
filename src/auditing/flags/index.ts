import type { FindingCode, Timeline } from '../audit-document.js';
import type { Part, Study } from '../study.js';
import { conflictedEvidence } from './conflicted-evidence.js';
import { lateScoreChanges } from './late-score-change.js';
import { raterOutlier } from './rater-outlier.js';
import { rivalRemoved } from './rival-removed.js';
import { byText, together } from './sign.js';
import { singleEffectiveCandidate } from './single-effective-candidate.js';
import { tailoredRequirements } from './tailored-requirements.js';
import { tailoredWeights } from './tailored-weights.js';

export { RATES } from './rates.js';

const ORDER: readonly FindingCode[] = ['score-after-opening', 'tailored-requirements', 'tailored-weights', 'late-score-change', 'rater-outlier', 'rival-removed', 'single-effective-candidate', 'conflicted-evidence'];

/**
 * Signs to look at, one file each: none of them proves anything, and what each is worth is its measured rate (`RATES`). Findings are sorted by sign, then
 * decision, then people; what a sign could not say stands in `cannot`. The section: histories of scores with more than one entry.
 */
export function flagsOf(study: Study): Part<Timeline[]> {
  const scores = lateScoreChanges(study);
  const { findings, cannot } = together([
    tailoredRequirements(study), tailoredWeights(study), scores, raterOutlier(study), rivalRemoved(study), singleEffectiveCandidate(study), conflictedEvidence(study),
  ]);
  const key = (f: (typeof findings)[number]): string => JSON.stringify([f.decision ?? '', ...f.people.map((p) => p.person)]);
  return {
    section: [...scores.timelines],
    findings: [...findings].sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code) || byText(key(a), key(b))),
    cannot: [...cannot].sort((a, b) => byText(a.part, b.part) || byText(a.decision ?? '', b.decision ?? '') || byText(a.because, b.because)),
  };
}
