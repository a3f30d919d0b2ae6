import { Option, type Command } from 'commander';
import { many, whole, type Flags, type TrailHost } from './trail-options.js';
import {
  appendCommand, checkpointCommand, discloseCommand, eraseCommand, initCommand, proveCommand,
  type CheckpointFlags, type DirFlags, type DiscloseFlags, type EraseFlags, type InitFlags,
} from './trail-write.js';

const FOLDER = ['--dir <folder>', 'the folder of the trail'] as const;

/** The commands of whoever keeps a trail. */
export function keeperCommands(trail: Command, { io, language, pick, end }: TrailHost): void {
  trail
    .command('init')
    .description('begin a trail: makes a key and prints what has to leave the house')
    .requiredOption(...FOLDER)
    .requiredOption('--origin <name>', 'name of the log, for ever: a host and a path, as office.example/rotation')
    .requiredOption('--controller <text>', 'who answers for the data: the name of an office, not of a person')
    .requiredOption('--key-file <file>', 'where to keep the secret key (made where there is none); never in the folder of the log')
    .option('--witness <key>', 'verifier key of a witness, or the file that holds it; may be repeated', many)
    .addOption(new Option('--quorum <count>', 'how many witnesses must cosign (default: all)').argParser(whole))
    .addOption(new Option('--retention <years>', 'for how many years the data are kept').argParser(whole))
    .option('--retention-basis <text>', 'what says so')
    .option('--out <file>', 'write the first checkpoint there instead of printing it')
    .addOption(language())
    .addHelpText('after', '\nExample: meritra trail init --dir trail --origin office.example/rotation --controller "Personnel office" --key-file log.key --out head.txt\nExit codes: 0 begun, 2 wrong usage or input')
    .action(async (flags: Flags<InitFlags>) => end(await initCommand(flags, pick(flags), io)));
  trail
    .command('append')
    .description('add one record of any kind (docs/formats.md section 10.2)')
    .argument('<record>', 'a JSON file, or - for standard input')
    .requiredOption(...FOLDER)
    .addOption(language())
    .option('--json', 'print the entry as JSON')
    .addHelpText('after', '\nExample: meritra trail append statement.json --dir trail\nExit codes: 0 kept, durably, 2 wrong usage or input, or a record that may not follow')
    .action(async (record: string, flags: Flags<DirFlags>) => end(await appendCommand(record, flags, pick(flags), io)));
  trail
    .command('checkpoint')
    .description('sign the present head and print its short code; or keep one that witnesses have cosigned')
    .requiredOption(...FOLDER)
    .option('--key-file <file>', 'secret key of the log (default: MERITRA_KEY_FILE)')
    .addOption(new Option('--since <size>', 'write a request to a witness who has seen that many entries').argParser(whole).conflicts(['add']))
    .option('--add <file>', 'keep this cosigned checkpoint of the log')
    .option('--out <file>', 'write the checkpoint there instead of printing it')
    .option('--qr <file>', 'write a code to scan (SVG)')
    .addOption(language())
    .addHelpText('after', '\nExample: meritra trail checkpoint --dir trail --key-file log.key --out head.txt --qr head.svg\nExit codes: 0 signed or kept, 2 wrong usage or input')
    .action(async (flags: Flags<CheckpointFlags>) => end(await checkpointCommand(flags, pick(flags), io)));
  trail
    .command('prove')
    .description('the offline proof that an entry stands in the log')
    .argument('<index>', 'number of the entry, from 0', whole)
    .requiredOption(...FOLDER)
    .option('--out <file>', 'write the proof there instead of printing it')
    .addOption(language())
    .addHelpText('after', '\nExample: meritra trail prove 12 --dir trail --out 12.tlog-proof\nExit codes: 0 proven, 2 wrong usage or input')
    .action(async (index: number, flags: Flags<DirFlags & { readonly out?: string }>) => end(await proveCommand(index, flags, pick(flags), io)));
  trail
    .command('disclose')
    .description('the values of one entry, or all that a round holds about one person, with proofs that survive their erasure')
    .requiredOption(...FOLDER)
    .addOption(new Option('--entry <index>', 'number of the entry').argParser(whole).conflicts(['round', 'person']))
    .option('--path <path>', 'of the entry, only this field; may be repeated', many)
    .option('--round <id>', 'with --person: everything of this round about him, as a list')
    .addOption(new Option('--person <id>', 'whom it is about').conflicts(['entry', 'path']))
    .option('--key-file <file>', 'secret key of the log, to sign the present head first (default: MERITRA_KEY_FILE)')
    .option('--out <file>', 'write it there instead of printing it')
    .addOption(language())
    .addHelpText('after', '\nExample: meritra trail disclose --dir trail --entry 7 --path /value --out 7.json\n         meritra trail disclose --dir trail --round R-2027 --person P-0001 --out person.json\nExit codes: 0 disclosed, 2 wrong usage or input, or erased')
    .action(async (flags: Flags<DiscloseFlags>, command: Command) => {
      if (flags.entry === undefined && (flags.round === undefined || flags.person === undefined)) command.error('error: say --entry, or --round and --person');
      end(await discloseCommand(flags, pick(flags), io));
    });
  trail
    .command('erase')
    .description('erase what the vault holds about a person, or of one entry, for good')
    .requiredOption(...FOLDER)
    .addOption(new Option('--person <id>', 'everything about this person, in every round').conflicts(['entry', 'path']))
    .addOption(new Option('--entry <index>', 'fields of this entry').argParser(whole))
    .option('--path <path>', 'of the entry, only this field; may be repeated', many)
    .requiredOption('--by <id>', 'who erases: the id of an office')
    .requiredOption('--on <day>', 'YYYY-MM-DD')
    .requiredOption('--basis <text>', 'the legal basis')
    .requiredOption('--document <text>', 'the letter that orders it')
    .option('--yes', 'really')
    .addOption(language())
    .addHelpText('after', '\nExample: meritra trail erase --dir trail --person P-0001 --by dpo --on 2027-01-31 --basis "Act 27/2022 art. 43" --document "Letter 12" --yes\nExit codes: 0 erased, 2 wrong usage or input, or no --yes')
    .action(async (flags: Flags<EraseFlags>, command: Command) => {
      if (flags.entry === undefined && flags.person === undefined) command.error('error: say --person or --entry');
      end(await eraseCommand(flags, pick(flags), io));
    });
}
