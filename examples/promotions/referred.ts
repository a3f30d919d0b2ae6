/** How the sheet of 54,808 promotions is read for an audit: who was referred, and what may be held equal. */
import type { AuditOptions, TableMapping } from 'meritra/audit';

const CHANNEL = 'recruitment_channel';
export const KPI = 'KPIs_met _greaterthan_80percent'; // the sheet spells it so

/** Every row is somebody considered in one and the same year; the day is ours, since the sheet has none. */
export const MAPPING: TableMapping = {
  title: 'Promotions of one year',
  person: 'employee_id',
  on: '2020-12-31',
  chosen: { column: 'is_promoted', is: '1' },
  ties: {
    'referred v sourcing': { column: CHANNEL, is: 'referred', against: 'sourcing' }, // whoever came by another channel is left out
    'referred v everybody else': { column: CHANNEL, is: 'referred' },
  },
  strata: ['department', KPI, 'previous_year_rating', 'awards_won', 'avg_training_score'], // a blank rating is a stratum of its own
  bins: { avg_training_score: [0, 50, 60, 70, 80, 100] },
};

/** Rung by rung: each adds to the one before. */
export const LADDER: NonNullable<AuditOptions['ladder']> = { unit: ['department'], merit: [KPI, 'previous_year_rating'], all: ['awards_won', 'avg_training_score'] };
