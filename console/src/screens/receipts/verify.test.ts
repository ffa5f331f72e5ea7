import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verify } from './verify.ts';

const ORIGIN = 'hanok.example/log/0123456789abcdef0123456789abcdef';

const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (entry: Buffer): Buffer => sha(Buffer.of(0), entry);
const nodeHash = (left: Buffer, right: Buffer): Buffer => sha(Buffer.of(1), left, right);

/** The largest power of two below a size: where RFC 6962 splits a tree. */
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

function root(leaves: Buffer[]): Buffer {
  const [only] = leaves;
  return leaves.length === 1 && only ? only : nodeHash(root(leaves.slice(0, split(leaves.length))), root(leaves.slice(split(leaves.length))));
}

function path(leaves: Buffer[], index: number): Buffer[] {
  if (leaves.length === 1) {
    return [];
  }
  const at = split(leaves.length);
  return index < at
    ? [...path(leaves.slice(0, at), index), root(leaves.slice(at))]
    : [...path(leaves.slice(at), index - at), root(leaves.slice(0, at))];
}

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const typed = Buffer.concat([Buffer.of(1), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
const keyId = sha(Buffer.from(`${ORIGIN}\n`), typed).subarray(0, 4);
const vkey = `${ORIGIN}+${keyId.toString('hex')}+${typed.toString('base64')}`;

function log(size: number) {
  const leaves = Array.from({ length: size }, (_, index) => ({ salt: sha(Buffer.from(`salt ${index}`)), receipt: Buffer.from(`{"영수증":${index}}`) }));
  const hashes = leaves.map(({ salt, receipt }) => leafHash(sha(salt, receipt)));
  const text = `${ORIGIN}\n${size}\n${root(hashes).toString('base64')}\n`;
  const note = `${text}\n\u2014 ${ORIGIN} ${Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`;
  return {
    leaf: (index: number) => {
      const leaf = leaves[index];
      return { salt: leaf?.salt.toString('base64') ?? '', receipt: leaf?.receipt.toString('base64') ?? '' };
    },
    proof: (index: number) =>
      ['c2sp.org/tlog-proof@v1', `index ${index}`, ...path(hashes, index).map((hash) => hash.toString('base64')), '', note].join('\n'),
  };
}

describe('a receipt', () => {
  it('is proven in trees of every size, from every place', async () => {
    for (const size of [1, 2, 3, 5, 7, 8, 9, 31, 64, 65]) {
      const of = log(size);
      for (let index = 0; index < size; index++) {
        expect(await verify(of.leaf(index), ORIGIN, of.proof(index), vkey)).toMatchObject({ included: true, sameLog: true, signed: true });
      }
    }
  });

  it('of another place, with another byte, or another salt is not in the tree', async () => {
    const of = log(9);
    const leaf = of.leaf(4);
    expect((await verify(of.leaf(5), ORIGIN, of.proof(4), vkey)).included).toBe(false);
    expect((await verify({ ...leaf, receipt: Buffer.from('{"영수증":40}').toString('base64') }, ORIGIN, of.proof(4), null)).included).toBe(false);
    expect((await verify({ ...leaf, salt: of.leaf(3).salt }, ORIGIN, of.proof(4), null)).included).toBe(false);
    expect((await verify(leaf, ORIGIN, of.proof(4).replace('index 4', 'index 5'), null)).included).toBe(false);
    expect((await verify(leaf, ORIGIN, of.proof(4).replace('index 4', 'index 99'), null)).included).toBe(false);
  });

  it('is of the log that it names, whose key signed', async () => {
    const of = log(3);
    expect((await verify(of.leaf(0), 'other.example/log/1', of.proof(0), null)).sameLog).toBe(false);
    expect((await verify(of.leaf(0), ORIGIN, of.proof(0), null)).signed).toBeNull();
    const forged = of.proof(0).replace(`${ORIGIN}\n3\n`, `${ORIGIN}\n4\n`);
    expect((await verify(of.leaf(0), ORIGIN, forged, vkey)).signed).toBe(false);
  });

  it('with a proof that cannot be read says why', async () => {
    const of = log(2);
    await expect(verify(of.leaf(0), ORIGIN, 'nothing', null)).rejects.toThrow('a proof begins with');
    await expect(verify(of.leaf(0), ORIGIN, of.proof(0), 'a+b+c')).rejects.toThrow();
    await expect(verify(of.leaf(0), ORIGIN, of.proof(0), vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).rejects.toThrow('a verifier key is');
  });
});
