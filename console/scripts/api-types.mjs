// Writes src/api/generated/*.d.ts from the contracts, so that a change of a contract is a type error here.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const contracts = new URL('../../api/openapi/', import.meta.url);
const target = new URL('../src/api/generated/', import.meta.url);

await mkdir(target, { recursive: true });
for (const name of ['inference', 'platform']) {
  const types = astToString(await openapiTS(new URL(`${name}.yaml`, contracts), { alphabetize: false }));
  const file = new URL(`${name}.d.ts`, target);
  const before = await readFile(file, 'utf8').catch(() => '');
  if (before !== types) {
    await writeFile(file, types);
  }
}
