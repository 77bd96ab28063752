// A Hikae of its own for each worker: the demo's people are used up by tests, and no two tests share one.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { isPlain, readDemo, type Demo, type Patient } from './demo.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const PROGRAM = process.env.E2E_SERVER ?? join(PROJECT, 'target/debug/hikae');
/** Of this run alone: the main process names it, its workers inherit the name. (Not HIKAE_…: the server would take it for a setting.) */
export const PLACE = (process.env.E2E_PLACE ??= join(PROJECT, `target/e2e/${process.pid}`));
/** The folder of a server that was seeded and stopped. */
export const MOULD = join(PLACE, 'mould');

export class Hikae {
  private readonly taken = new Set<Patient>();

  private constructor(
    /** Passkeys need a secure context: localhost is one, 127.0.0.1 is not. */
    readonly url: string,
    readonly folder: string,
    readonly demo: Demo,
    private readonly env: NodeJS.ProcessEnv,
    private readonly running: ChildProcess,
  ) {}

  /** Starts one with the demo: as it was seeded, or on that database, which is empty. */
  static async fresh(database?: string): Promise<Hikae> {
    const folder = mkdtempSync(join(PLACE, 'var-'));
    if (database === undefined) cpSync(MOULD, folder, { recursive: true });
    return Hikae.start(folder, database);
  }

  static async start(folder: string, database = `sqlite://${folder}/hikae.db`): Promise<Hikae> {
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const log = openSync(join(folder, 'server.log'), 'a');
    const env = {
      ...process.env,
      HIKAE_VAR: folder,
      DATABASE_URL: database,
      HIKAE_ADDR: `127.0.0.1:${port}`,
      HIKAE_BASE_URL: url,
      // Every test comes from the same address; what the limit does is tried in the server's own tests.
      HIKAE_TRIES_PER_MINUTE: '100000',
    };
    const running = spawn(PROGRAM, ['serve', '--demo'], { cwd: PROJECT, stdio: ['ignore', log, log], env });
    process.once('exit', () => running.kill('SIGKILL'));
    for (const start = Date.now(); Date.now() - start < 120_000; await pause(50)) {
      if (running.exitCode !== null) break;
      const ready = await fetch(`${url}/readyz`).catch(() => undefined);
      if (ready?.ok && existsSync(join(folder, 'demo.json'))) return new Hikae(url, folder, readDemo(folder), env, running);
    }
    running.kill('SIGKILL');
    throw new Error(`the server did not start:\n${readFileSync(join(folder, 'server.log'), 'utf8')}`);
  }

  /** Runs a command beside it, over the same database; answers what it printed. */
  run(...command: string[]): string {
    return execFileSync(PROGRAM, command, { cwd: PROJECT, env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** What it wrote until now. */
  log(): string {
    return readFileSync(join(this.folder, 'server.log'), 'utf8');
  }

  /** The next person of that kind whom no test has had. The first one of the demo is kept for those who only read. */
  claim(wanted = isPlain): Patient {
    const found = this.left().find(wanted);
    if (found === undefined) throw new Error('the demo has no such person left');
    this.taken.add(found);
    return found;
  }

  left(): Patient[] {
    return this.demo.patients.slice(1).filter((patient) => !this.taken.has(patient));
  }

  async stop(): Promise<void> {
    if (this.running.exitCode === null) {
      const ended = new Promise((end) => this.running.once('exit', end));
      this.running.kill('SIGTERM');
      await ended;
    }
    if (this.folder !== MOULD) rmSync(this.folder, { recursive: true, force: true });
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

function freePort(): Promise<number> {
  return new Promise((found) => {
    const taken = createServer().listen(0, '127.0.0.1', () => {
      const { port } = taken.address() as AddressInfo;
      taken.close(() => found(port));
    });
  });
}
