export type { Interval, NotTestable, PValues, Ratio, Table2x2, Tested, Untestable } from './types.js';
export { poissonBinomial, weightedWinnerTest, winnerTest, type DecidedVacancy, type VacancyCounts, type WinnerTest } from './winners.js';
export { permutationTest, type HistogramBin, type PermutationOptions, type PermutationStratum, type PermutationTest } from './permutation.js';
export { detectable, MOST_VACANCIES, vacanciesNeeded, winnerPower, type Detectable, type WinnerPower } from './power.js';
export { conditionalLogit, type ChoiceStratum, type FirthFit, type LogitCoefficient, type LogitFit, type LogitSeparated, type NotEstimable } from './conditional-logit.js';
