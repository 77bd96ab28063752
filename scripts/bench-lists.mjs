// bench-lists.mjs FOLDER BASE TOKEN: how many rows a second a list of 100,000 comes back with, over the API and through the
// page's form, three times each; the best counts. The page needs somebody signed in: an operator of the demo, whose
// authenticator is here.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [folder, base, token] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(`${folder}/demo.json`, 'utf8'));
const ROWS = 100_000;
const list = `insured_number,note\n${Array.from({ length: ROWS }, (_, n) => `12345678:B:${n}:,row ${n}\n`).join('')}`;

/** Seconds until the whole answer is here, whose summary counts every row. */
async function timed(send) {
  const begun = performance.now();
  const answer = await send();
  const text = await answer.text();
  const seconds = (performance.now() - begun) / 1_000;
  const summary = text.trimEnd().split('\n').at(-1).split(',');
  const counted = summary.slice(1, 4).reduce((sum, count) => sum + Number(count), 0);
  if (answer.status !== 200 || summary[0] !== '#summary' || counted !== ROWS) {
    throw new Error(`no whole answer: ${answer.status} ${text.slice(0, 200)}`);
  }
  return seconds;
}

async function best(name, send) {
  const all = [];
  for (let round = 0; round < 3; round++) all.push(await timed(send));
  console.log(`--- ${name}, a list of ${ROWS}: ${Math.round(ROWS / Math.min(...all))} rows/s`);
}

const overApi = () =>
  fetch(`${base}/api/v1/checks/stream?purpose=ai-development`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: list,
  });

const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const bytesOf = (text) => Buffer.concat([Buffer.from([0x60 | text.length]), Buffer.from(text)]);
const byteString = (bytes) => Buffer.concat([Buffer.from([0x58, bytes.length]), bytes]);

/** A passkey as an authenticator makes it (WebAuthn 3, 6.5): CBOR by hand. */
function passkey({ publicKey: options }) {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const [x, y] = [jwk.x, jwk.y].map((part) => Buffer.from(part, 'base64url'));
  const cose = Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]), byteString(x), Buffer.from([0x22]), byteString(y)]);
  const id = randomBytes(32);
  const data = Buffer.concat([
    createHash('sha256').update(options.rp.id).digest(),
    Buffer.from([0x45, 0, 0, 0, 0]),
    Buffer.alloc(16),
    Buffer.from([0, id.length]),
    id,
    cose,
  ]);
  const attestation = Buffer.concat([
    Buffer.from([0xa3]),
    bytesOf('fmt'),
    bytesOf('none'),
    bytesOf('attStmt'),
    Buffer.from([0xa0]),
    bytesOf('authData'),
    byteString(data),
  ]);
  const client = JSON.stringify({ type: 'webauthn.create', challenge: options.challenge, origin: base, crossOrigin: false });
  return {
    id: b64(id),
    rawId: b64(id),
    type: 'public-key',
    response: { attestationObject: b64(attestation), clientDataJSON: b64(client) },
    extensions: { credProps: { rk: true } },
  };
}

/** The cookie of an operator who has just come. */
async function operator() {
  const code = demo.holders.map((holder) => holder.operator_activation_code).find((code) => code);
  if (!code) return undefined;
  const headers = { origin: base, 'sec-fetch-site': 'same-origin', accept: 'application/json' };
  const begun = await fetch(`${base}/do/activation/begin`, { method: 'POST', headers, body: new URLSearchParams({ code, birth_date: '' }) });
  const registering = (await begun.json()).Register;
  const done = await fetch(`${base}/do/activation/finish`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ ceremony: registering.ceremony, made: passkey(registering.challenge) }),
  });
  if (done.status !== 200) throw new Error(`no passkey: ${done.status} ${await done.text()}`);
  return done.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

function onThePage(cookie) {
  const form = new FormData();
  form.set('asked_for', 'commercial:ai-development');
  form.set('file', new Blob([list], { type: 'text/csv' }), 'list.csv');
  return fetch(`${base}/do/check/file`, { method: 'POST', headers: { cookie, origin: base, 'sec-fetch-site': 'same-origin' }, body: form });
}

await best('POST /api/v1/checks/stream', overApi);
const cookie = await operator();
if (cookie) await best('/holder/check (its form)', () => onThePage(cookie));
else console.log('--- /holder/check: the demo has no operator who has not come yet');
