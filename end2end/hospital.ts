// A hospital's program: it has a key, gets a token with a signed assertion (SMART Backend Services), and asks.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { Holder, Identifier } from './demo.ts';

type Json = Record<string, any>;

export interface Answer {
  status: number;
  type: string;
  body: Json;
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export class Hospital {
  private token: string | undefined;

  constructor(
    private readonly base: string,
    readonly holder: Holder,
    /** What its token is to cover. */
    private readonly scopes = 'system/Consent.rs',
  ) {}

  /** A signed assertion; what is passed in replaces what an honest one says. */
  assertion(claims: Json = {}, header: Json = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const id = this.holder.client_id;
    const head = { alg: 'ES384', kid: this.holder.kid, typ: 'JWT', ...header };
    const body = { iss: id, sub: id, aud: `${this.base}/oauth/token`, exp: now + 240, jti: randomUUID(), ...claims };
    const text = `${base64url(head)}.${base64url(body)}`;
    const key = createPrivateKey(this.holder.private_key_pem);
    return `${text}.${sign('sha384', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  }

  async askForToken(assertion = this.assertion(), scope = 'system/Consent.rs'): Promise<Answer> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    return answer(await fetch(`${this.base}/oauth/token`, { method: 'POST', body: form }));
  }

  async request(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    const authorization = `Bearer ${token ?? (await this.ownToken())}`;
    const headers = { authorization, 'content-type': 'application/json' };
    return answer(await fetch(this.base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }));
  }

  /** May these records go out for that purpose, or to that study? */
  async check(subject: Identifier, intended: Json): Promise<Json> {
    const answered = await this.request('POST', '/api/v1/checks', { ...intended, subjects: [subject] });
    if (answered.status !== 200) throw new Error(`${answered.status}: ${JSON.stringify(answered.body)}`);
    return answered.body.results[0];
  }

  /** A whole list, as CSV; answers the answered list. */
  async stream(query: string, list: Buffer): Promise<string> {
    const headers = { authorization: `Bearer ${await this.ownToken()}`, 'content-type': 'text/csv; charset=utf-8' };
    const response = await fetch(`${this.base}/api/v1/checks/stream?${query}`, { method: 'POST', headers, body: new Uint8Array(list) });
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return response.text();
  }

  /** Reports a disclosure. */
  async report(body: unknown, key: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${await this.ownToken()}`, 'content-type': 'application/json', 'idempotency-key': key };
    return answer(await fetch(`${this.base}/api/v1/disclosures`, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  private async ownToken(): Promise<string> {
    this.token ??= (await this.askForToken(this.assertion(), this.scopes)).body.access_token as string;
    return this.token;
  }
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: type.includes('json') ? JSON.parse(text) : { text } };
}
