import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { MeritError } from '../errors/index.js';
import { locales, terminalText, type Locale } from '../reporting/index.js';
import { CHOICES, SHAPES } from '../simulating/index.js';
import { ENGINE } from '../solving/index.js';
import { explainCommand, type ExplainFlags } from './explain-command.js';
import { auditCommand, type AuditFlags } from './audit-command.js';
import { EXIT, type Io } from './io.js';
import { amendCommand, type AmendFlags } from './amend-command.js';
import { problemLines } from './problems.js';
import { proposeCommand, type ProposeFlags } from './propose-command.js';
import { simulateCommand, startIsGiven, type SimulateFlags } from './simulate-command.js';
import { trailCommands } from './trail-command.js';
import { many } from './trail-options.js';
import { verifyCommand, type VerifyFlags } from './verify-command.js';

const CODES = {
  propose: '0 proven best, 1 a check of the result fails, 2 wrong usage or input, 3 a plan that is not proven best, 4 no plan exists, 130 stopped',
  explain: '0 answered, 2 wrong usage or input',
  decide: '0 decided and proven, 1 a check of the result fails, 2 wrong usage or input, or no plan keeps the changes, 3 a plan that is not proven best, 130 stopped',
  audit: '0 audited, whatever was found, 2 wrong usage or input, 130 stopped',
  simulate: '0 simulated, whatever came out, 2 wrong usage or input, 130 stopped',
  verify: '0 every check holds, 1 some check fails, 2 wrong usage or input, 3 nothing fails, but something is unproven or not checked',
};

/**
 * Runs one command line (without `node` and the program) and returns its exit code. What a user did wrong is told on stderr, line
 * by line; nothing is thrown.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  let locale = localeOf(io.env);
  const pick = (flags: { readonly locale?: Locale }): Locale => (locale = flags.locale ?? locale);
  const program = new Command('meritra')
    .description('Who should hold which post: proposals on merit, with reasons and a proof. A named human decides.')
    .version(ENGINE.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => void io.stderr.write(terminalText(text)) })
    .showHelpAfterError('(see --help)');
  const language = (): Option => new Option('--locale <language>', 'language of what is printed and written (default: by LANG, else en)').choices(['id', 'en']);

  program
    .command('propose')
    .description('propose who should hold which post')
    .argument('<round>', 'a round as one JSON file, or a folder with round.json and tables')
    .requiredOption('--policy <file>', 'the policy pack')
    .option('--scope <file>', '{"positions": […], "people": […]} in place of the scope of the round')
    .option('--out <file>', 'write the proposal (JSON)')
    .option('--bundle <file>', 'write the bundle that verify and explain read, and check it')
    .option('--report <file>', 'write the report (HTML, one file)')
    .option('--trail <folder>', 'log the attempt before it begins, and the proposal, in this trail')
    .option('--steps', 'with --trail: make what is missing before (seal, open, freeze, reveals of the round), in order')
    .option('--reason <text>', 'with --trail: why the same input is run again')
    .option('--reveal-by <day>', 'with --steps: last day for the lottery’s numbers (default: the horizon of the round, else its day)')
    .option('--key-file <file>', 'with --trail: secret key of the log, for a bundle with the trail (default: MERITRA_KEY_FILE)')
    .option('--verify', 'check the proposal and print every verdict')
    .addOption(language())
    .option('--json', 'print the proposal as JSON')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', `\nExample: meritra propose round.json --policy policy.json --trail trail --bundle bundle.json --report report.html\nExit codes: ${CODES.propose}`)
    .action(async (round: string, flags: ProposeFlags & { readonly locale?: Locale }) => {
      code = await proposeCommand(round, flags, pick(flags), io);
    });
  program
    .command('explain')
    .description('answer a question about a bundle')
    .argument('<bundle>', 'the file that propose --bundle wrote')
    .option('--person <id>', 'why this person is where the plan puts him')
    .option('--position <id>', 'the best-fitting names for a post; with --person: why that person does not get it')
    .addOption(new Option('--passed-over', 'everybody passed over, with the cause').conflicts(['person', 'position', 'n']))
    .addOption(new Option('-n <count>', 'names told for a post (default: 3)').argParser(count).conflicts(['person']))
    .addOption(new Option('--plan <plan>', 'which plan (default: certain)').choices(['certain', 'conditional']))
    .addOption(language())
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', `\nExit codes: ${CODES.explain}`)
    .action(async (bundle: string, flags: ExplainFlags & { readonly locale?: Locale }, command: Command) => {
      if (flags.person === undefined && flags.position === undefined && !flags.passedOver) command.error(`error: ${locales[pick(flags)].cli.explainNeeds}`);
      code = await explainCommand(bundle, flags, pick(flags), io);
    });
  const amending = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .argument('<bundle>', 'the file that propose --bundle wrote, or decide --bundle, or repair --bundle')
      .requiredOption('--by <id>', 'who signs; a decider of the round, where it lists actors')
      .requiredOption('--on <day>', 'the day of it, YYYY-MM-DD')
      .addOption(new Option('--changes <file>', 'a JSON list of changes, in place of the options for one').conflicts(['cause', 'person', 'position', 'leaveEmpty', 'reason', 'document']))
      .option('--person <id>', 'the person concerned')
      .option('--position <id>', 'the post that is decided about')
      .addOption(new Option('--leave-empty', 'nobody new gets the post').conflicts(['person']))
      .option('--reason <text>', 'why (10 to 1,024 characters)')
      .option('--document <text>', 'the document it rests on')
      .option('--out <file>', 'write the decision or repair (JSON)')
      .option('--bundle <file>', 'write the bundle with it')
      .option('--report <file>', 'write the report with it (HTML, one file)')
      .addOption(language())
      .option('--json', 'print it as JSON')
      .option('--quiet', 'print nothing but errors')
      .addHelpText('after', `\nExit codes: ${CODES.decide}`);
  amending('decide', 'decide about the proposal of a bundle: follow it, or change it with reasons').action(async (bundle: string, flags: AmendFlags & { readonly locale?: Locale }) => {
    code = await amendCommand('decision', bundle, flags, pick(flags), io);
  });
  amending('repair', 'repair what was announced with the fewest changes')
    .addOption(new Option('--cause <cause>', 'what happened').choices(['declined', 'refused', 'objection-upheld', 'court', 'choice']))
    .action(async (bundle: string, flags: AmendFlags & { readonly locale?: Locale }) => {
      code = await amendCommand('repair', bundle, flags, pick(flags), io);
    });
  program
    .command('verify')
    .description('check a bundle; trusts nothing in it and solves nothing')
    .argument('<bundle>', 'the file that propose --bundle wrote')
    .option('--key <key>', 'verifier key of the log, had from elsewhere, or the file that holds it; may be repeated', many)
    .option('--checkpoint <file>', 'a checkpoint of the log that somebody outside kept; may be repeated', many)
    .option('--witness <key>', 'verifier key of a witness, had from him, or the file that holds it; may be repeated', many)
    .addOption(new Option('--quorum <count>', 'how many of the witnesses must have cosigned (default: all)').argParser(count))
    .option('--log <file>', 'the whole log, had from elsewhere: the file or the folder of the trail')
    .option('--report <file>', 'write the report of the bundle anew and compare this one with it, to the last character')
    .addOption(language())
    .option('--json', 'print the verdicts as JSON')
    .addHelpText('after', `\nExample: meritra verify bundle.json --report report.html --checkpoint kept.txt --key log.pub\nExit codes: ${CODES.verify}`)
    .action(async (bundle: string, flags: VerifyFlags & { readonly locale?: Locale }) => {
      code = await verifyCommand(bundle, flags, pick(flags), io);
    });
  program
    .command('audit')
    .description('measure what a record of past decisions shows; nobody is named and nothing is judged')
    .argument('[record]', 'a folder of tables (decisions.csv, candidates.csv, …, past.json), or a record as one JSON file')
    .addOption(new Option('--table <file>', 'in place of a record: one flat table of people considered (CSV)'))
    .addOption(new Option('--map <file>', 'with --table: which column is what (JSON)'))
    .option('--rules <file>', 'rules that dates, levels and holdings are checked against (a JSON list)')
    .option('--report <file>', 'write the report (HTML, one file)')
    .option('--csv <folder>', 'write the data under every picture (CSV)')
    .addOption(new Option('--top <count>', 'findings that are printed (default: 3)').argParser(count))
    .addOption(language())
    .addHelpText('after', `\nExample: meritra audit decisions --rules rules.json --report audit.html\n         meritra audit --table promotions.csv --map map.json\nExit codes: ${CODES.audit}`)
    .action(async (record: string | undefined, flags: AuditFlags & { readonly locale?: Locale }, command: Command) => {
      const needs = record !== undefined ? flags.table === undefined && flags.map === undefined : flags.table !== undefined && flags.map !== undefined;
      if (!needs) command.error(`error: ${locales[pick(flags)].cli.auditNeeds}`);
      code = await auditCommand(record, flags, pick(flags), io);
    });
  program
    .command('simulate')
    .description('simulate an organisation over years under policies side by side, on the same luck')
    .argument('[start]', 'a round as propose reads it (one JSON file or a folder), or an organisation (JSON); needs --world and --policy')
    .addOption(new Option('--generate <shape>', 'in place of a start: an invented organisation with its world and its pack').choices(SHAPES))
    .option('--posts <count>', 'with --generate: how many seats', figure)
    .option('--world <file>', 'how years pass: luck and law (JSON)')
    .option('--policy <[name=]file>', 'a policy pack, shown under that name; may be repeated', many)
    .option('--choose <[name=]way>', `how the policy of that name chooses, or without a name: the first pack once more, chosen so; may be repeated. Ways: ${CHOICES.join(' ')}`, many)
    .option('--base <name>', 'the policy that the others are held against, and measured by (default: the first)')
    .option('--connected <file>', 'with a round: ids of people tied to whoever hands out posts, one a line')
    .requiredOption('--years <count>', 'years to live, 1 to 100', figure)
    .requiredOption('--seed <number>', 'first seed of the luck', figure)
    .option('--seeds <count>', 'lives under each policy (default: 20)', figure)
    .option('--workers <count>', 'threads beside this one; the result is the same (default: 0)', figure)
    .option('--report <file>', 'write the report (HTML, one file)')
    .option('--csv <folder>', 'write every figure (CSV)')
    .addOption(language())
    .option('--json', 'print the comparison as JSON')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', `\nExamples:\n  meritra simulate --generate city --posts 200 --years 5 --seed 1 --seeds 5 --report out.html\n  meritra simulate data --world world.json --policy merit=policy.json --choose seniority --choose none --years 5 --seed 1\n  meritra simulate organisation.json --world world.json --policy now=old.json --policy new.json --base now --years 10 --seed 1 --workers 2 --csv out\nWithout --policy and --choose, an invented organisation is lived under its pack (merit), seniority, patronage, random and none.\nExit codes: ${CODES.simulate}`)
    .action(async (start: string | undefined, flags: SimulateFlags & { readonly locale?: Locale }, command: Command) => {
      if (!startIsGiven(start, flags)) command.error(`error: ${locales[pick(flags)].cli.simulateNeeds}`);
      code = await simulateCommand(start, flags, pick(flags), io);
    });
  trailCommands(program, { io, language, pick, end: (ended) => (code = ended) });

  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.input;
    if (!(error instanceof MeritError)) {
      io.stderr.write(`${locales[locale].cli.oursNotYours}\n${error instanceof Error ? terminalText(error.stack ?? error.message) : 'unknown'}\n`);
      return EXIT.input;
    }
    if (error.code === 'E_ABORTED') {
      io.stderr.write(`${locales[locale].cli.stopped}\n`);
      return EXIT.stopped;
    }
    io.stderr.write(problemLines(error.issues, locale));
    return EXIT.input;
  }
}

function count(text: string): number {
  if (!/^[1-9][0-9]{0,3}$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 9999 is expected.');
  return Number(text);
}

/** A number as it is written; the command that takes it tells in which range it must lie. */
function figure(text: string): number {
  if (!/^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?$/.test(text)) throw new InvalidArgumentError('a number is expected.');
  return Number(text);
}

/** Bahasa Indonesia where the environment asks for it, else English. */
function localeOf(env: Io['env']): Locale {
  return /^(?:id|in)(?:[_.@-]|$)/.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'id' : 'en';
}
