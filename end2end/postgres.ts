// A throw-away PostgreSQL of one test: in a temporary folder, on a unix socket, gone when the test ends.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const PORT = 5432;

/** Runs something with the URL of an empty database. */
export async function onPostgres(run: (url: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hikae-e2e-pg-'));
  const data = join(folder, 'data');
  // PostgreSQL does not run as root.
  const root = process.getuid?.() === 0;
  if (root) execFileSync('chown', ['postgres', folder]);
  const pg = (tool: string, args: string[]) => {
    const command = [join(bin(), tool), ...args];
    const [program, ...rest] = root ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', ...command] : command;
    execFileSync(program!, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder });
  };
  pg('initdb', ['--auth=trust', '--username=hikae', '--encoding=UTF8', '--locale=C', '--no-sync', '-D', data]);
  const options = `-k ${folder} -p ${PORT} -c listen_addresses= -c fsync=off`;
  pg('pg_ctl', ['start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', options]);
  try {
    pg('psql', ['-q', '-h', folder, '-p', String(PORT), '-U', 'hikae', '-d', 'postgres', '-c', 'CREATE DATABASE hikae']);
    await run(`postgres://hikae@${encodeURIComponent(folder)}:${PORT}/hikae`);
  } finally {
    pg('pg_ctl', ['stop', '-m', 'immediate', '-w', '-D', data]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where its programs are, all of them: where Debian keeps them, or on the path. */
function bin(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.find((folder) => ['initdb', 'pg_ctl', 'psql'].every((tool) => existsSync(join(folder, tool))));
  if (found === undefined) throw new Error('PostgreSQL is needed: apt-get install postgresql');
  return found;
}
