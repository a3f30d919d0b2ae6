import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Locale } from '../reporting/index.js';
import type { Io } from './io.js';
import { compareCommand, keyCommand, witnessCommand, type CompareFlags, type KeyFlags, type WitnessFlags } from './trail-check.js';
import { trailVerifyCommand, type TrailVerifyFlags } from './trail-verify.js';

/** What the commands of a trail are run with. */
export interface TrailHost {
  readonly io: Io;
  readonly language: () => Option;
  readonly pick: (flags: { readonly locale?: Locale }) => Locale;
  readonly end: (code: number) => void;
}

export type Flags<T> = T & { readonly locale?: Locale };
/** Values of an option that may be repeated. */
export function many(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A whole number from 0. */
export function whole(text: string): number {
  if (!/^(0|[1-9][0-9]{0,14})$/.test(text)) throw new InvalidArgumentError('a whole number is expected.');
  return Number(text);
}

/** `meritra trail …`: the log of a round, from both sides. */
export function trailCommands(program: Command, { io, language, pick, end }: TrailHost): void {
  const trail = program.command('trail').description('the log of a round: kept by one, checked by others');

  trail
    .command('verify')
    .description('check a whole log; trusts nothing in it')
    .argument('<log>', 'the folder of a trail, or a log.jsonl; with --disclosure: what `trail disclose` wrote')
    .option('--disclosure', 'check what somebody was shown of a log instead')
    .option('--key <key>', 'verifier key of the log, had from elsewhere, or the file that holds it; may be repeated', many)
    .option('--checkpoint <file>', 'a checkpoint that somebody outside kept; may be repeated', many)
    .option('--witness <key>', 'verifier key of a witness, had from him, or the file that holds it; may be repeated', many)
    .addOption(new Option('--quorum <count>', 'how many of the witnesses must have cosigned (default: all)').argParser(whole))
    .addOption(language())
    .option('--json', 'print the verdicts as JSON')
    .option('--quiet', 'show no progress')
    .addHelpText('after', '\nExample: meritra trail verify trail --checkpoint kept.txt --key log.pub\nExit codes: 0 every check holds, 1 some check fails, 2 wrong usage or input, 3 nothing fails, but something is unproven, 130 stopped')
    .action(async (path: string, flags: Flags<TrailVerifyFlags>) => end(await trailVerifyCommand(path, flags, pick(flags), io)));
  trail
    .command('compare')
    .description('do two checkpoints belong to one log? Of a fork it prints both signed heads')
    .argument('<a>', 'a checkpoint')
    .argument('<b>', 'another one')
    .requiredOption('--key <key>', 'verifier key of the log, or the file that holds it; may be repeated', many)
    .option('--dir <folder>', 'the trail itself, for checkpoints of different sizes')
    .option('--proof <file>', 'a consistency proof instead, as `trail checkpoint --since` writes it')
    .addOption(language())
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample: meritra trail compare minutes.txt website.txt --key log.pub --dir trail\nExit codes: 0 the same, or the one continues the other, 1 a fork, 2 wrong usage or input, 3 not proven')
    .action(async (a: string, b: string, flags: Flags<CompareFlags>) => end(await compareCommand(a, b, flags, pick(flags), io)));

  trail
    .command('witness')
    .description('cosign a checkpoint, if it continues what this witness cosigned before')
    .argument('<checkpoint>', 'a checkpoint, or the request that `trail checkpoint --since` wrote')
    .requiredOption('--state <folder>', 'where this witness keeps what it has cosigned; never with the log')
    .requiredOption('--log-key <key>', 'verifier key of the log, or the file that holds it; may be repeated', many)
    .option('--key-file <file>', 'secret key of the witness (default: MERITRA_KEY_FILE)')
    .option('--out <file>', 'write the cosigned checkpoint there')
    .addOption(language())
    .option('--quiet', 'print the checkpoint alone')
    .addHelpText('after', '\nExample: meritra trail witness head.txt --state witness --log-key log.pub --key-file witness.key --out cosigned.txt\nExit codes: 0 cosigned, 1 refused: the log was cut, forked, or the proof does not lead there, 2 wrong usage or input')
    .action(async (path: string, flags: Flags<WitnessFlags>) => end(await witnessCommand(path, flags, pick(flags), io)));

  trail
    .command('key')
    .description('make a key of a log or of a witness')
    .argument('<file>', 'where to keep the secret key; never with the log')
    .requiredOption('--name <name>', 'of a log its origin, of a witness his own name')
    .option('--witness', 'a key that cosigns')
    .addOption(language())
    .addHelpText('after', '\nExample: meritra trail key witness.key --name inspectorate.example/witness --witness > witness.pub\nExit codes: 0 made, 2 wrong usage or input')
    .action(async (path: string, flags: Flags<KeyFlags>) => end(await keyCommand(path, flags, pick(flags), io)));
}
