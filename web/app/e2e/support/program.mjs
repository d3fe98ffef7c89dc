// The real program on an empty data folder, and demonstration packages for it to take in.
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
export const binary = process.env.DANGANKU_BIN || join(root, 'bin', 'danganku');
export const administrator = { login: 'admin', password: 'e2e-Passw0rd-1' };
const startLimit = 60_000; // milliseconds

export function requireProgram() {
  if (!existsSync(binary)) throw new Error(`${binary} does not exist: run "make build", or name the program in DANGANKU_BIN`);
}

export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `danganku-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Writes packages of invented people and gives the folder that holds one folder for each layout. */
export function writeDemoPackages(folder, options) {
  const out = join(folder, 'packages');
  execFileSync(binary, ['demo', '--data', join(folder, 'unused'), '--out', out, '--only-write', ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  return out;
}

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** A server that can be killed and started again on the same data and port. */
export class Program {
  #process;
  #log = '';

  /** `environmentOf` gives further settings for a program on a port; `file` is the program where it is another. */
  static async start(data, environmentOf = () => ({}), file = binary) {
    const program = new Program();
    program.data = data;
    program.file = file;
    program.port = await freePort();
    program.environment = environmentOf(program.port);
    program.url = `http://127.0.0.1:${program.port}`;
    await program.launch();
    return program;
  }

  async launch() {
    const child = spawn(this.file, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`], {
      env: { ...process.env, DANGANKU_ADMIN_PASSWORD: administrator.password, GIN_MODE: 'release', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { this.#log += text; });
    const deadline = Date.now() + startLimit;
    while (!(await answers(`${this.url}/readyz`))) {
      if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${this.#log}`);
      if (Date.now() > deadline) throw new Error(`the program is not ready after ${startLimit / 1000} s:\n${this.#log}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** Ends the program without giving it a chance to tidy up. */
  async kill() {
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill('SIGKILL');
    await ended;
  }

  async stop() {
    if (!this.#process || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill('SIGTERM');
    await ended;
  }

  /** Goes on with further settings. */
  async restart(environment) {
    await this.stop();
    Object.assign(this.environment, environment);
    await this.launch();
  }

  get log() {
    return this.#log;
  }
}
