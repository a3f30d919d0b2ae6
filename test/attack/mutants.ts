/** One defence taken out of the code. */
export interface Mutant {
  /** The attack that nothing stops then: its test, `test/attack/ATTACK-*.test.ts`, must fail. */
  readonly attack: string;
  /** What is missing. */
  readonly without: string;
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
}

/** Applied one by one to a copy of the tree by `npm run test:mutants` (every fourth in `npm run test:full`). Whoever moves one of these lines moves it here too. */
export const MUTANTS: readonly Mutant[] = [
  { attack: 'A01', without: 'the hash of the round', file: 'src/verify/verify.ts', find: 'hashOf(round) !== proposal.round.hash', put: 'false' },
  { attack: 'A02', without: 'a reason for the second run', file: 'src/verify/records.ts', find: 'if (number > 1 && reason === null)', put: 'if (false)' },
  { attack: 'A02', without: 'the count of runs', file: 'src/verify/records.ts', find: 'if (number !== (round.attempts.get(round.freeze.root) ?? 0) + 1)', put: 'if (false)' },
  { attack: 'A02', without: 'the commitment of a nonce', file: 'src/verify/records.ts', find: "committed !== hashText('meritra/tie-commitment/0', lengthPrefixed(party), lengthPrefixed(nonce))", put: 'false' },
  { attack: 'A02', without: 'fresh nonces', file: 'src/verify/records.ts', find: 'if (commitments.some(({ hash }) => round.known.has(hash)))', put: 'if (false)' },
  { attack: 'A03', without: 'all reveals before a run', file: 'src/verify/records.ts', find: 'if (round.pending.length > 0)', put: 'if (false)' },
  { attack: 'A03', without: 'the last day of a reveal', file: 'src/verify/trail.ts', find: 'if (withheld !== undefined)', put: 'if (false)' },
  { attack: 'A04', without: 'the signature of one person', file: 'src/auditing/flags/tailored-requirements.ts', find: 'const signature = small &&', put: 'const signature = false &&' },
  { attack: 'A04', without: 'the pool of the usual demands', file: 'src/auditing/flags/tailored-requirements.ts', find: ' && usual.certain >= MUCH * least', put: '' },
  { attack: 'A05', without: 'the policy of the seal', file: 'src/verify/records.ts', find: 'if (policy !== seal!.body.policy)', put: 'if (false)' },
  { attack: 'A06', without: 'the size of the checkpoint', file: 'src/verify/trail.ts', find: 'if (entries.length < size)', put: 'if (false)' },
  { attack: 'A06', without: 'the numbers of entries', file: 'src/verify/trail.ts', find: 'if (gap >= 0)', put: 'if (false)' },
  { attack: 'A07', without: 'the root', file: 'src/verify/trail.ts', find: 'return equalBytes(rootsAt([size], this.#leaves).get(size)!, root) ?', put: 'return true ?' },
  { attack: 'A08', without: 'an outside memory', file: 'src/verify/trail.ts', find: 'if (this.#notes.notes.some(({ note }) => note.size > size))', put: 'if (false)' },
  { attack: 'A08', without: 'what the log has beside the bundle', file: 'src/verify/trail.ts', find: 'if (all && all.length > here.length)', put: 'if (false)' },
  { attack: 'A09', without: 'times that never go back', file: 'src/verify/records.ts', find: 'if (entry.time < this.#time)', put: 'if (false)' },
  { attack: 'A09', without: 'the times of witnesses', file: 'src/verify/trail.ts', find: "return entry && problem('E_LOG_BACKDATED'", put: "return entry && false || undefined && problem('E_LOG_BACKDATED'" },
  { attack: 'A11', without: 'a look at kept heads', file: 'src/verify/trail.ts', find: 'return root !== undefined && !equalBytes(root, note.root);', put: 'return false;' },
  { attack: 'A17', without: 'the hash of the policy', file: 'src/verify/verify.ts', find: 'hashOf(policy) !== proposal.policy.hash', put: 'false' },
  { attack: 'A17', without: 'the rules of the seal', file: 'src/verify/trail.ts', find: 'if (seal.body.rules !== rulesHash(policy) || canonical(seal.body.commitments) !== canonical(policy.ties.commitments))', put: 'if (false)' },
  { attack: 'A23', without: 'one spelling of an entry', file: 'src/trail/entry-line.ts', find: 'if (!isCanonical(line, entry))', put: 'if (false)' },
  { attack: 'A30', without: 'the comparison of the report', file: 'src/reporting/check-report.ts', find: 'if (issues.length > 0) throw', put: 'if (issues.length > 1e9) throw' },
  { attack: 'A31', without: 'a lock', file: 'src/node/file-store.ts', find: 'return await files.lock(folder);', put: 'return async () => undefined;' },
  { attack: 'A32', without: 'the states of a round', file: 'src/verify/records.ts', find: 'if (!from.includes(round.state))', put: 'if (false)' },
  { attack: 'A10', without: 'the state of a witness', file: 'src/trail/witness.ts', find: '    mustContinue(held, checkpoint, proof);\n', put: '' },
  { attack: 'A10', without: 'a state that outlives the witness', file: 'src/node/witness-state.ts', find: "const record = number > 0 ?", put: 'const record = number > 1e9 ?' },
  { attack: 'A10', without: 'the comparison of roots', file: 'src/trail/compare.ts', find: 'return sameBytes(a.checkpoint.root, b.checkpoint.root) ?', put: 'return true ?' },
  { attack: 'A12', without: 'a look at every pair', file: 'src/verify/certificate.ts', find: 'if (!(over >= 0))', put: 'if (Number.isNaN(over))' },
  { attack: 'A13', without: 'exact bounds', file: 'src/verify/certificate.ts', find: 'if (top < value || (top > value && !tree && !open))', put: 'if (top < value - 100n || (top > value + 100n && !tree && !open))' },
  { attack: 'A13', without: 'the refusal of a tolerance', file: 'src/intake/seal.ts', find: "if (Object.hasOwn(pack, 'tolerance'))", put: 'if (false)' },
  { attack: 'A14', without: 'the order of people', file: 'src/intake/parse-round.ts', find: '  round.people.sort(byId);\n', put: '' },
  { attack: 'A15', without: 'twins', file: 'src/intake/check-round.ts', find: '    this.twins();\n', put: '' },
  { attack: 'A15', without: 'one form for letters', file: 'src/model/text.ts', find: "const composed = text.normalize('NFC');", put: 'const composed = text;' },
  { attack: 'A16', without: 'the other side of a relation', file: 'src/intake/check-round.ts', find: "policy.relations.declaration === 'both'", put: 'false' },
  { attack: 'A20', without: 'escapes', file: 'src/reporting/html.ts', find: '(character) => ESCAPES[character]!', put: '(character) => character' },
  { attack: 'A22', without: 'what may not be printed', file: 'src/reporting/terminal-text.ts', find: "return text.replace(UNPRINTABLE, '\\ufffd');", put: 'return text;' },
  { attack: 'A24', without: 'the prefixes of the writing tree', file: 'src/trail/merkle.ts', find: 'const leaf = new Uint8Array(65_536);', put: 'const leaf = new Uint8Array(65_536).fill(1);' },
  { attack: 'A24', without: 'the prefixes of the checking tree', file: 'src/verify/merkle.ts', find: 'const LEAF = Uint8Array.of(0);', put: 'const LEAF = Uint8Array.of(1);' },
  { attack: 'A25', without: 'the filter of odd points', file: 'src/trail/ed25519.ts', find: 'return point.isTorsionFree() && !point.is0();', put: 'return true;' },
  { attack: 'A25', without: 'the filter of odd points in the checker', file: 'src/verify/ed25519.ts', find: 'return !point.isSmallOrder() && point.isTorsionFree();', put: 'return true;' },
  { attack: 'A25', without: 'the name of the log in its key', file: 'src/trail/checkpoint.ts', find: ' && key.name === checkpoint.origin', put: '' },
  { attack: 'A26', without: 'a limit of depth', file: 'src/intake/json-reader.ts', find: 'if (this.depth > this.limits.depth)', put: 'if (false)' },
  { attack: 'A29', without: 'the version of the round', file: 'src/verify/documents.ts', find: "oneOf('meritra/round/0')", put: "oneOf('meritra/round/0', 'meritra/round/1')" },
];
