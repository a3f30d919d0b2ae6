import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The folder of the newest PostgreSQL of this machine, or undefined. */
export function postgresFolder(): string | undefined {
  const base = '/usr/lib/postgresql';
  const debian = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)).map((version) => join(base, version, 'bin')) : [];
  return [...debian, '/usr/local/bin', '/usr/bin'].find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** A private PostgreSQL in a temporary folder, on a Unix socket alone, run by an unprivileged user. */
export class Cluster {
  readonly folder: string;
  private readonly bin: string;
  private readonly as: readonly string[];
  private server: ChildProcess | undefined;

  constructor(bin: string) {
    this.bin = bin;
    this.folder = mkdtempSync(join(tmpdir(), 'meritra-pg-'));
    this.as = userInfo().uid === 0 ? ['runuser', '-u', unprivileged(), '--'] : [];
    mkdirSync(this.socketFolder);
    if (this.as.length > 0) execFileSync('chown', ['-R', unprivileged(), this.folder]);
    chmodSync(this.folder, 0o755);
    this.run('initdb', '-D', this.data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync');
  }

  get socketFolder(): string {
    return join(this.folder, 'socket');
  }

  get socket(): string {
    return join(this.socketFolder, '.s.PGSQL.5432');
  }

  get pid(): number {
    return Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  async start(): Promise<void> {
    const [command, ...args] = [...this.as, join(this.bin, 'postgres'), '-D', this.data, '-k', this.socketFolder, '-c', 'listen_addresses=', '-c', 'max_connections=40'];
    this.server = spawn(command!, args, { stdio: 'ignore', cwd: this.folder });
    for (let n = 0; n < 600; n++) {
      try {
        this.run('psql', '-h', this.socketFolder, '-U', 'owner', '-d', 'postgres', '-qAtc', 'SELECT 1');
        return;
      } catch {
        await setTimeout(50);
      }
    }
    throw new Error('the database did not start');
  }

  /** SIGKILL to the server and all its children, or an immediate stop; returns when it has ended. */
  async kill(how: 'kill' | 'immediate'): Promise<void> {
    const ended = new Promise((resolve) => this.server?.on('exit', resolve));
    const { pid } = this;
    if (how === 'immediate') this.run('pg_ctl', '-D', this.data, '-m', 'immediate', 'stop');
    else {
      const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).trim().split(/\s+/).map(Number);
      for (const process_ of [pid, ...children]) {
        try {
          process.kill(process_, 'SIGKILL');
        } catch {
          // it ended by itself
        }
      }
    }
    await ended;
    for (let n = 0; n < 100 && existsSync(this.socket) && how === 'immediate'; n++) await setTimeout(10);
    rmSync(join(this.data, 'postmaster.pid'), { force: true });
  }

  async stop(): Promise<void> {
    try {
      await this.kill('immediate');
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private run(program: string, ...args: string[]): string {
    const [command, ...rest] = [...this.as, join(this.bin, program), ...args];
    return execFileSync(command!, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder });
  }
}

/** postgres, where Debian's package made that user; else nobody. */
function unprivileged(): string {
  return /^postgres:/m.test(readFileSync('/etc/passwd', 'utf8')) ? 'postgres' : 'nobody';
}
