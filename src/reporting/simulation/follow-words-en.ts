import type { FollowWords } from './follow-words.js';

export const en: FollowWords = {
  title: 'Follow-up: what came later, held against the fit of the decision',
  verdicts: {
    predicts: 'A better fit went with doing better later, between people of one stratum.',
    'not-shown': 'These rows do not show that the fit tells what came later. A smaller slope than they can show may be there.',
    reversed: 'A better fit went with doing worse later, between people of one stratum.',
    'too-few': 'There are too few rows, or fits too much alike, to say anything.',
  },
  rows: (rows, people, used) => `Rows: ${rows} of ${people} people; used: ${used}.`,
  left: (unknown, alone) => `Left out: ${unknown} whose later value is unknown, ${alone} with nobody of their stratum to be held against.`,
  seen: (fit, unknownFit) => `Mean fit of those used: ${fit}; of those whose later value is unknown: ${unknownFit}.`,
  slope: (estimate, interval, confidence) => `Points later for each point of fit: ${estimate} ${interval}, ${confidence} interval.`,
  detectable: (slope) => `The least slope that these rows would show with a chance of 80 %: ${slope}.`,
  ranks: (d, pairs, p, how) => `Of two people of one stratum, how much more often than not the one with the better fit did better: ${d} (Somers' D, ${pairs} pairs, p ${p}, ${how}).`,
  shuffled: (draws, seed) => `${draws} shuffles, seed ${seed}`,
  normal: 'normal distribution',
  range: (sdFit, sdLater, correlation) => `Within strata the fits scatter by ${sdFit} points and what came later by ${sdLater}; correlation ${correlation}. Only people who were chosen are seen: the closer their fits, the smaller the correlation, whatever the fit is good for.`,
  whatIf: (sdFit, correlation) => `What if all who could have been chosen were seen, with fits that scatter by ${sdFit} points, and the line went on: correlation ${correlation}.`,
  proposed: (proposed, others, difference) => `Took what was proposed: ${proposed}; did not: ${others}. ${difference === null ? 'Too few within one stratum to hold them against each other.' : `Difference later at the same fit and stratum: ${difference} points.`}`,
  strata: { title: 'Strata: points later beyond what their fits say, raw and drawn to the middle by as much as chance scatters them', columns: ['stratum', 'rows', 'fit', 'later', 'raw', 'drawn to the middle'], more: (n) => `and ${n} more`, nameless: 'all' },
  cannot: 'What the fit does not hold and those who chose knew can bend the slope either way; no figure here sees that.',
};
