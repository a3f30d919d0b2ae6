import type { GamingWords } from './gaming-words.js';

export const en: GamingWords = {
  title: 'Who could game it',
  made: (seats, people, seeds) => `${seats} seats, ${people} people, ${seeds} seeds; each round held honestly and with the attack, on the same luck`,
  attacks: {
    inflation: { name: 'Ratings of one unit raised', what: 'The superiors of one unit give every rating more points.' },
    collusion: { name: 'Assessors agree', what: 'Some of five assessors lift one person and lower each rival with a higher fit.' },
    tailoring: { name: 'Demands cut to one person', what: 'A vacant post gets demands that one person meets and at most one other.' },
    weights: { name: 'Weights searched', what: 'Weights of the criteria are searched until one person comes first.' },
    attempts: { name: 'Round held again', what: 'The round is held again until one person is among those chosen.' },
  },
  strengths: { early: 'before the seal or call', late: 'after the seal or call', lottery: 'other lots', days: 'other days' },
  signals: {
    leniency: 'leniency of the unit', 'rater-outlier': 'one rater decides', 'tailored-requirements': 'demands leave few', 'single-effective-candidate': 'only one could be chosen', 'tailored-weights': 'first under few weights',
    'trail-refused': 'the trail refuses it', 'trail-attempts': 'the trail shows attempts',
  },
  gain: 'posts more', lost: 'performance lost, points', none: 'no sign could be asked', policy: 'policy',
  rates: (signal, attacked, honest) => `${signal}: attacked ${attacked}, honest ${honest}`,
  reads: (confidence) => `Posts that the favourite (for ratings: the unit) gets more than honestly, and performance lost over all seats together: mean over the seeds that had somebody to favour, with its ${confidence} interval. Under it each sign that was asked, and in how many of the attacked and of the honest rounds it fired; the second are false alarms. \u2013: fewer than two seeds had somebody to favour.`,
  fewer: 'A number in parentheses: so many of the seeds had somebody to favour.',
  noWidth: 'An interval of no width: every run gave the same figure; others need not.',
  caption: (confidence) => `Posts that the favourite (for ratings: the unit) gets more than honestly, mean with ${confidence} interval; a ring where the interval holds 0. Below: the sign whose rates differ most, attacked | honest.`,
  cannot: 'Only these attacks, of these strengths, in a simulated organisation: that an attack brings nothing here does not say that no other would.',
};
