// A real identity provider: the server that the Go tests use, too (internal/tools/openid).
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { answers, freePort } from './program.mjs';

const module = resolve(import.meta.dirname, '../../../../internal/tools/openid');
const startLimit = 60_000; // milliseconds

export class OpenIDProvider {
  #process;

  /** Chooses the place of a provider that knows these people: subjects with username and password. */
  static async prepare(folder, people) {
    const provider = new OpenIDProvider();
    provider.folder = folder;
    provider.port = await freePort();
    provider.issuer = `http://localhost:${provider.port}/`;
    const users = Object.entries(people).map(([ID, { username, password }]) => [ID, { ID, Username: username, Password: password }]);
    writeFileSync(join(folder, 'users.json'), JSON.stringify(Object.fromEntries(users)));
    return provider;
  }

  /** What a program needs to know that is reached at this address. */
  environment(url) {
    return { DANGANKU_PUBLIC_URL: url, DANGANKU_OIDC_ISSUER: this.issuer, DANGANKU_OIDC_CLIENT_ID: 'web', DANGANKU_OIDC_CLIENT_SECRET: 'secret', DANGANKU_OIDC_NAME: '市统一身份认证' };
  }

  /** Starts it; people may be sent back to the program at this address. */
  async start(url) {
    const server = join(this.folder, 'openid');
    execFileSync('go', ['build', '-buildvcs=false', '-o', server, 'github.com/zitadel/oidc/v3/example/server'], {
      cwd: module, env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' }, stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#process = spawn(server, {
      env: { PORT: String(this.port), USERS_FILE: join(this.folder, 'users.json'), REDIRECT_URI: `${url}/api/v1/session/oidc/callback` }, stdio: 'ignore',
    });
    const deadline = Date.now() + startLimit;
    while (!(await answers(`${this.issuer}.well-known/openid-configuration`))) {
      if (this.#process.exitCode !== null || Date.now() > deadline) throw new Error('the identity provider does not start');
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async stop() {
    if (!this.#process || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill('SIGKILL');
    await ended;
  }
}
