import { existsSync, readFileSync } from 'node:fs';
import type { Case, Considered } from '../../../src/auditing/case.js';
import { caseOf, considered } from './study.js';

// 54,808 promotions of a public data contest, terms unclear: read where it lies, never copied. `referred` is a hiring channel, not kin.
const FILE = '../shared/data/real/av_hr_promotion_train.csv';
export const hasPromotions = existsSync(FILE);

let read: readonly Case[] | undefined;

/** One decision for each department: `referred` v sourcing (other channels unknown), the training score as score, two stages. Read once. */
export function promotions(): readonly Case[] {
  read ??= readPromotions();
  return read;
}

function readPromotions(): Case[] {
  const [head, ...lines] = readFileSync(FILE, 'utf8').trim().split(/\r?\n/);
  const at = new Map(head!.split(',').map((name, i) => [name, i]));
  const departments = new Map<string, Considered[]>();
  for (const line of lines) {
    const cells = line.split(',');
    const of = (name: string): string => cells[at.get(name)!]!;
    const chosen = of('is_promoted') === '1';
    const channel = of('recruitment_channel');
    const score = Number(of('avg_training_score')) * 10_000;
    const person = considered({ person: of('employee_id'), chosen, stage: chosen ? 1 : 0, score, ties: channel === 'other' ? {} : { referred: channel === 'referred' } });
    const list = departments.get(of('department'));
    if (list) list.push(person);
    else departments.set(of('department'), [person]);
  }
  return [...departments].map(([id, people]) => caseOf({ id, people }));
}
