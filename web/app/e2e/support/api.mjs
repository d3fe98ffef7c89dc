// Requests as other systems make them: to prepare what a test needs, and to speak with a token.
import { administrator } from './program.mjs';

const patience = 30_000; // milliseconds

/** Someone who is signed in, or a system with a token. `send` gives the answer; anything but success throws. */
export class Caller {
  #url;
  #headers;

  constructor(url, headers) {
    this.#url = `${url}/api/v1`;
    this.#headers = headers;
  }

  static withToken(url, secret) {
    return new Caller(url, { Authorization: `Bearer ${secret}` });
  }

  static async signedIn(url, { login, password } = administrator) {
    const answer = await fetch(`${url}/api/v1/session`, json('POST', { login, password }));
    if (!answer.ok) throw new Error(`${login} cannot sign in: ${answer.status} ${await answer.text()}`);
    return new Caller(url, { Cookie: answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ') });
  }

  async send(method, path, body, version) {
    const request = body instanceof Uint8Array ? { method, body, headers: { 'Content-Type': 'application/octet-stream' } } : json(method, body);
    const headers = { ...request.headers, ...this.#headers, ...(version ? { 'If-Match': `"${version}"` } : {}) };
    const answer = await fetch(this.#url + path, { ...request, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text && answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : text;
  }

  get = (path) => this.send('GET', path);
  post = (path, body, version) => this.send('POST', path, body, version);

  /** Asks until the answer is as wanted; work in the background takes its time. With a body it asks by POST. */
  async until(path, wanted, body) {
    const deadline = Date.now() + patience;
    for (;;) {
      const answer = await this.send(body ? 'POST' : 'GET', path, body);
      if (wanted(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`${path} does not come to what is awaited: ${JSON.stringify(answer)}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  attach = async (name, content) => (await this.send('POST', `/attachments?name=${encodeURIComponent(name)}`, Buffer.from(content))).id;

  /** Adds a user and gives them a password of their own, as they would at their first sign-in. */
  async addUser(url, user, password) {
    const { oneTimePassword } = await this.post('/users', user);
    const first = await Caller.signedIn(url, { login: user.login, password: oneTimePassword });
    await first.send('PUT', '/session/password', { current: oneTimePassword, new: password });
    return { login: user.login, password };
  }
}

function json(method, body) {
  return body === undefined ? { method, headers: {} } : { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

/** A day as the contract writes it, so many days from today. */
export function day(fromToday = 0) {
  return new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);
}
