// Once before all tests: a demo is seeded, and kept as the mould of every server that the tests start.
import { rmSync } from 'node:fs';
import { Hikae, MOULD, PLACE } from './server.ts';

export default async function seed(): Promise<() => void> {
  const seeded = await Hikae.start(MOULD);
  await seeded.stop();
  return () => rmSync(PLACE, { recursive: true, force: true });
}
