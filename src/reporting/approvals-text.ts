import type { MoveApproval } from '../deciding/index.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Locale } from './locale/index.js';
import { Names } from './names.js';
import { terminalLine } from './terminal-text.js';

/** Where each move stands, one line each: its state, since when, by whom, on which document or for what reason, and until when. No control characters. */
export function approvalsText(approvals: readonly MoveApproval[], { round, policy }: { readonly round: Round; readonly policy: Policy }, { locale }: { readonly locale: Locale }): string {
  const names = new Names(round, policy, locale);
  const { words } = names;
  const lines = approvals.map(({ person, to, route, state, since, events }) => {
    const last = events[events.length - 1];
    const told = [
      since === null ? words.approval[state] : `${words.approval[state]} (${words.date(since)})`,
      ...(last ? [words.approvalBy(last.by), ...(last.document === undefined ? [] : [last.document]), ...(last.reason === undefined ? [] : [words.approvalReason(last.reason)])] : []),
      ...(last?.until !== undefined && state !== 'lapsed' ? [words.approvalUntil(words.date(last.until))] : []),
      ...(last || route === null ? [] : [words.report.outsideBy(names.route(route).approver)]),
    ];
    return `${names.who(person)} → ${to === null ? words.report.noPost : names.post(to)}: ${told.join(', ')}`;
  });
  return lines.map((line) => `${terminalLine(line)}\n`).join('');
}
