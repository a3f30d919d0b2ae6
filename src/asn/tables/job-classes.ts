/** Job classes (kelas jabatan) by points of the job evaluation, edges as printed. The number of the regulation was not looked up. */
import type { BandTable } from '../../scoring/methods/index.js';
import { cited, type Cited } from './cited.js';

const EDGES: readonly (readonly [number, number | null])[] = [
  [190, 240], [241, 300], [301, 370], [371, 450], [451, 650], [651, 850], [851, 1100], [1101, 1350], [1351, 1600],
  [1601, 1850], [1851, 2100], [2101, 2350], [2351, 2750], [2751, 3150], [3151, 3600], [3601, 4050], [4051, null],
];

export const JOB_CLASSES: Cited<BandTable<number>> = cited('C', 'national factor evaluation, bands as a public program holds them', {
  grid: 1,
  reading: 'lowerBound',
  bands: EDGES.map(([low, high], k) => ({ low, high, is: k + 1 })),
});
