// The hospital's side, over the wire. What needs no browser and no demo is tried in the server's own tests.
import { createHmac, createPublicKey } from 'node:crypto';
import { expect, insuredNumber, test } from '../fixtures.ts';
import { Hospital } from '../hospital.ts';

test.describe('a hospital’s program @once', () => {
  test('finds where to go, gets a token, and reads the purposes', async ({ hospital, baseURL }) => {
    for (const path of ['/.well-known/smart-configuration', '/fhir/.well-known/smart-configuration']) {
      const found = await (await fetch(baseURL + path)).json();
      expect(found.token_endpoint).toBe(`${baseURL}/oauth/token`);
    }
    const token = await hospital.askForToken();
    expect(token.status).toBe(200);
    expect(token.body).toMatchObject({ token_type: expect.stringMatching(/^bearer$/i), expires_in: 300, scope: 'system/Consent.rs' });
    expect(token.body.refresh_token).toBeUndefined();

    const purposes = await hospital.request('GET', '/api/v1/purposes');
    expect(purposes.status).toBe(200);
    expect(purposes.body).toHaveLength(8);
    expect(purposes.body.filter((purpose: { refusable: boolean }) => !purpose.refusable)).toHaveLength(1);
    expect(Object.keys(purposes.body[0]).sort()).toEqual(['code', 'en', 'ja', 'legal_basis', 'parent', 'refusable']);
  });

  test('every demo hospital has a key that works', async ({ hikae }) => {
    for (const holder of hikae.demo.holders) {
      expect((await new Hospital(hikae.url, holder).askForToken()).status, holder.label).toBe(200);
    }
  });

  test('is answered row by row', async ({ hospital, newcomer }) => {
    const known = insuredNumber(newcomer);
    const rows = [known, { system: known.system, value: '12345678:あ:1:' }, { system: 'urn:oid:9.9.9', value: '1' }, { system: known.system, value: 'x' }];
    const answered = await hospital.request('POST', '/api/v1/checks', { purpose: 'education', subjects: rows });
    expect(answered.status).toBe(200);
    expect(answered.body.summary).toEqual({ permit: 2, deny: 0, error: 2 });
    expect(answered.body.results).toMatchObject([
      { index: 0, decision: 'permit', reason: 'no-objection' },
      { index: 1, decision: 'permit', reason: 'no-objection' },
      { index: 2, decision: 'error', reason: 'unknown-system' },
      { index: 3, decision: 'error', reason: 'invalid-identifier' },
    ]);
    const validity = Date.parse(answered.body.valid_until) - Date.parse(answered.body.checked_at);
    expect(validity).toBe(24 * 60 * 60 * 1000);
    expect(answered.body.check_id).toBeTruthy();
  });

  test('cannot tell a person with an account from a number nobody knows', async ({ hospital, patient }) => {
    const known = insuredNumber(patient);
    const unknown = { system: known.system, value: '12345678:Z:999999:01' };
    const ask = async (subject: object) =>
      (await hospital.request('POST', '/api/v1/checks', { purpose: 'education', commercial: false, subjects: [subject] })).body;
    const shape = (body: Record<string, any>) => ({ ...body, check_id: '', checked_at: '', valid_until: '', log: '' });
    expect(shape(await ask(known))).toEqual(shape(await ask(unknown)));
  });

  test('is turned away with an assertion that is not right', async ({ hikae, hospital, baseURL }) => {
    const now = Math.floor(Date.now() / 1000);
    const pem = createPublicKey(hospital.holder.private_key_pem).export({ type: 'spki', format: 'pem' }).toString();
    const [, claims] = hospital.assertion().split('.');
    const confused = `${Buffer.from(JSON.stringify({ alg: 'HS256', kid: hospital.holder.kid, typ: 'JWT' })).toString('base64url')}.${claims}`;
    const used = hospital.assertion();
    expect((await hospital.askForToken(used)).status).toBe(200);
    const faults: Record<string, string> = {
      'a jti used before': used,
      expired: hospital.assertion({ exp: now - 120 }),
      'valid for too long': hospital.assertion({ exp: now + 3600 }),
      'for somebody else': hospital.assertion({ aud: 'https://example.org/oauth/token' }),
      'of another program': hospital.assertion({ iss: 'nobody', sub: 'nobody' }),
      'iss and sub differ': hospital.assertion({ sub: hikae.demo.holders[1]!.client_id }),
      'of an unknown key': hospital.assertion({}, { kid: 'nobody' }),
      'without a jti': hospital.assertion({ jti: undefined }),
      unsigned: `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${claims}.`,
      'signed with the public key as a secret': `${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`,
      'of another hospital’s key': new Hospital(baseURL!, { ...hikae.demo.holders[1]!, client_id: hospital.holder.client_id, kid: hospital.holder.kid }).assertion(),
      garbage: 'a.b.c',
      empty: '',
    };
    for (const [fault, assertion] of Object.entries(faults)) {
      const answered = await hospital.askForToken(assertion);
      expect(answered.status, fault).toBeGreaterThanOrEqual(400);
      expect(answered.status, fault).toBeLessThan(500);
      if (fault !== 'empty') expect([answered.status, answered.body.error], fault).toEqual([401, 'invalid_client']);
      expect(answered.body.access_token, fault).toBeUndefined();
    }
  });

  test('asks with a token, and within its scope', async ({ hospital, newcomer }) => {
    const body = { purpose: 'education', subjects: [insuredNumber(newcomer)] };
    for (const token of ['nonsense', '', 'a'.repeat(5000)]) {
      const answered = await hospital.request('POST', '/api/v1/checks', body, token);
      expect(answered.status).toBe(401);
      expect(answered.body.code).toBe('invalid-token');
    }
    const other = await hospital.askForToken(hospital.assertion(), 'system/Patient.c');
    if (other.status === 200) {
      const answered = await hospital.request('POST', '/api/v1/checks', body, other.body.access_token);
      expect([answered.status, answered.body.code]).toEqual([403, 'insufficient-scope']);
    } else {
      expect(other.body.error).toBe('invalid_scope');
    }
  });

  test('is told what is wrong with a whole request, as a problem', async ({ hikae, hospital, newcomer, baseURL }) => {
    const row = insuredNumber(newcomer);
    const study = hikae.demo.studies[0]!.id;
    const many = (count: number) => Array.from({ length: count }, (_, n) => ({ system: row.system, value: `12345678:A:${n}:` }));
    const faults: [string, unknown, number, string][] = [
      ['both a study and a purpose', { study, purpose: 'education', subjects: [row] }, 400, 'study-or-purpose'],
      ['neither', { subjects: [row] }, 400, 'study-or-purpose'],
      ['an unknown purpose', { purpose: 'advertising', subjects: [row] }, 404, 'unknown-purpose'],
      ['an unknown study', { study: '01J00000000000000000000000', subjects: [row] }, 404, 'unknown-study'],
      ['a malformed study', { study: 'x', subjects: [row] }, 404, 'unknown-study'],
      ['10,001 rows', { purpose: 'education', subjects: many(10_001) }, 413, 'too-many-rows'],
      ['no rows named', { purpose: 'education' }, 400, 'malformed'],
      ['a list', [], 400, 'malformed'],
    ];
    for (const [fault, body, status, code] of faults) {
      const answered = await hospital.request('POST', '/api/v1/checks', body);
      expect([answered.status, answered.body.code], fault).toEqual([status, code]);
      expect(answered.type, fault).toContain('application/problem+json');
    }
    const deep = await fetch(`${baseURL}/api/v1/checks`, {
      method: 'POST',
      body: '['.repeat(5_000_000),
      headers: { authorization: `Bearer ${(await hospital.askForToken()).body.access_token}`, 'content-type': 'application/json' },
    });
    expect(deep.status).toBeGreaterThanOrEqual(400);
    expect(deep.status).toBeLessThan(500);

    for (const count of [0, 10_000]) {
      const answered = await hospital.request('POST', '/api/v1/checks', { purpose: 'education', subjects: many(count) });
      expect(answered.status).toBe(200);
      expect(answered.body.results).toHaveLength(count);
    }
  });

  test('gains nothing by a patient’s cookie', async ({ page, reader, baseURL }) => {
    const answered = await page.request.post('/api/v1/checks', {
      data: { purpose: 'education', subjects: [insuredNumber(reader)] },
      headers: { origin: baseURL! },
    });
    expect(answered.status()).toBe(401);
  });

  test('finds the description of the interface, and a page to read it', async ({ page, baseURL }) => {
    const described = await (await fetch(`${baseURL}/api/v1/openapi.json`)).json();
    expect(described.openapi).toMatch(/^3\.1/);
    for (const path of ['/oauth/token', '/api/v1/purposes', '/api/v1/checks']) expect(Object.keys(described.paths)).toContain(path);
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(baseURL!) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    await page.goto('/api/docs');
    await expect(page.getByText('/api/v1/checks').first()).toBeVisible();
    expect(foreign).toEqual([]);
  });
});
