/** What shares of predicates go with the predicate of the unit: circular of the MenPANRB, as quoted by naikpangkat.com (N). */
import type { DistributionTable } from '../../scoring/index.js';
import { cited, type Cited } from './cited.js';

/**
 * Reading of the quoted sentences: "majority (<= 70%)" is more than 50 and at most 70 per cent; "some must exist" is more than 0 per cent.
 * Upper limits on good predicates and lower limits on bad ones break towards lenience; "majority" alone is a matter of shape.
 */
export const PREDICATE_DISTRIBUTION: Cited<DistributionTable> = cited('N', 'SE MenPANRB, quoted by naikpangkat.com', {
  ratings: ['SANGAT_KURANG', 'KURANG', 'BUTUH_PERBAIKAN', 'BAIK', 'SANGAT_BAIK'],
  units: {
    ISTIMEWA: [
      { id: 'sangat-baik-majority', of: ['SANGAT_BAIK'], moreThan: 50, breaks: 'shape' },
      { id: 'sangat-baik-limit', of: ['SANGAT_BAIK'], atMost: 70, breaks: 'lenient' },
    ],
    BAIK: [
      { id: 'baik-majority', of: ['BAIK'], moreThan: 50, breaks: 'shape' },
      { id: 'baik-limit', of: ['BAIK'], atMost: 70, breaks: 'lenient' },
      { id: 'some-below', of: ['BUTUH_PERBAIKAN', 'KURANG'], moreThan: 0, breaks: 'lenient' },
    ],
    BUTUH_PERBAIKAN: [
      { id: 'butuh-perbaikan-share', of: ['BUTUH_PERBAIKAN'], atLeast: 60, breaks: 'lenient' },
      { id: 'sangat-baik-limit', of: ['SANGAT_BAIK'], atMost: 10, breaks: 'lenient' },
    ],
    KURANG: [
      { id: 'kurang-share', of: ['KURANG'], atLeast: 60, breaks: 'lenient' },
      { id: 'butuh-perbaikan-share', of: ['BUTUH_PERBAIKAN'], atLeast: 10, breaks: 'shape' },
      { id: 'sangat-baik-limit', of: ['SANGAT_BAIK'], atMost: 10, breaks: 'lenient' },
    ],
    SANGAT_KURANG: [
      { id: 'sangat-kurang-share', of: ['SANGAT_KURANG'], atLeast: 60, breaks: 'lenient' },
      { id: 'kurang-or-butuh-share', of: ['KURANG', 'BUTUH_PERBAIKAN'], atLeast: 10, breaks: 'shape' },
      { id: 'no-sangat-baik', of: ['SANGAT_BAIK'], atMost: 0, breaks: 'lenient' },
    ],
  },
});
