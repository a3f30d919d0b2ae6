#!/usr/bin/env node
import { run } from './run.js';

const abort = new AbortController();
process.once('SIGINT', () => abort.abort()); // a second one ends the process at once

// whoever reads may stop early (`| head`): what is left to say is then said to nobody, and the exit code stays what it is
let listening = true;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  listening = false;
});

process.exitCode = await run(process.argv.slice(2), {
  stdout: { write: (text) => listening && process.stdout.write(text) },
  stderr: process.stderr,
  get stdin() {
    return process.stdin; // opened only by a command that reads it
  },
  env: process.env,
  signal: abort.signal,
});
