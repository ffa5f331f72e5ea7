/**
 * Checks in this browser, without asking the control plane, that a receipt is in the tenant's transparency log.
 *
 * Formats: c2sp.org/tlog-proof, c2sp.org/tlog-checkpoint, c2sp.org/signed-note; hashes: RFC 6962, section 2.1. A log's entry
 * is SHA-256 over salt and receipt.
 */

/** What a proof says. */
export interface Proof {
  index: bigint;
  hashes: Uint8Array<ArrayBuffer>[];
  checkpoint: Checkpoint;
}

/** How the log's tree stands, and who signed that. */
export interface Checkpoint {
  origin: string;
  size: bigint;
  root: Uint8Array<ArrayBuffer>;
  /** The text that is signed. */
  signed: string;
  signatures: { name: string; keyId: Uint8Array<ArrayBuffer>; signature: Uint8Array<ArrayBuffer> }[];
}

/** A step of the check: whether it holds, or null where it could not be done. */
export interface Verdict {
  /** The entry was computed from salt and receipt, and lies in the tree whose root the checkpoint says. */
  included: boolean;
  /** The checkpoint is of the log that the receipt names. */
  sameLog: boolean;
  /** The log's key signed the checkpoint; null without that key, or where this browser has no Ed25519. */
  signed: boolean | null;
  proof: Proof;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const MOST_HASHES = 63;
const HASH_BYTES = 32;
const ED25519 = 1;

/**
 * Checks a leaf against its proof.
 *
 * @param leaf salt and receipt in base 64, as the API hands them out
 * @param origin the log that the receipt is said to be in
 * @param proofText a C2SP tlog-proof
 * @param vkey the log's verifier key, `name+hash+key`; null when it is not known
 * @throws Error when one of them cannot be read
 */
export async function verify(leaf: { salt: string; receipt: string }, origin: string, proofText: string, vkey: string | null): Promise<Verdict> {
  const proof = parseProof(proofText);
  const entry = await sha256(decode(leaf.salt), decode(leaf.receipt));
  const root = await rootFrom(proof, await sha256(Uint8Array.of(0), entry));
  return {
    included: root !== null && equal(root, proof.checkpoint.root),
    sameLog: proof.checkpoint.origin === origin,
    signed: vkey === null ? null : await isSigned(proof.checkpoint, vkey),
    proof,
  };
}

/** Reads a proof; nothing is verified. */
export function parseProof(text: string): Proof {
  const split = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(split, 0)).split('\n');
  if (split < 0 || lines.shift() !== FIRST_LINE) {
    throw new Error(`a proof begins with ${FIRST_LINE}`);
  }
  if (lines[0]?.startsWith('extra ')) {
    lines.shift();
  }
  const index = /^index (0|[1-9][0-9]{0,18})$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined || lines.length > MOST_HASHES) {
    throw new Error('a proof has an index and at most 63 hashes');
  }
  const hashes = lines.map(decode);
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) {
    throw new Error('a hash has 32 bytes');
  }
  return { index: BigInt(index), hashes, checkpoint: parseCheckpoint(text.slice(split + 2)) };
}

/** Reads a checkpoint, a signed note; nothing is verified. */
export function parseCheckpoint(note: string): Checkpoint {
  const split = note.lastIndexOf('\n\n');
  const signed = note.slice(0, split + 1);
  const [origin, size, root] = signed.split('\n');
  if (split < 0 || !origin || !/^(0|[1-9][0-9]{0,18})$/.test(size ?? '') || !root) {
    throw new Error('a checkpoint has origin, size and root, a line each');
  }
  const signatures = note
    .slice(split + 2)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = '', blob = ''] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
      const bytes = decode(blob);
      return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
    });
  return { origin, size: BigInt(size ?? '0'), root: decode(root), signed, signatures };
}

/** The root that leaf and hashes make (RFC 9162, section 2.1.3.2); null where they do not fit the tree's size. */
async function rootFrom({ index, hashes, checkpoint }: Proof, leaf: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
  let node = index;
  let last = checkpoint.size - 1n;
  if (index > last) {
    return null;
  }
  let hash = leaf;
  for (const sibling of hashes) {
    if (last === 0n) {
      return null;
    }
    if (node % 2n === 1n || node === last) {
      hash = await parent(sibling, hash);
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      hash = await parent(hash, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  return last === 0n ? hash : null;
}

async function isSigned(checkpoint: Checkpoint, vkey: string): Promise<boolean | null> {
  const [name = '', id = '', ...key] = vkey.trim().split('+');
  const typed = decode(key.join('+'));
  const keyId = (await sha256(new TextEncoder().encode(`${name}\n`), typed)).slice(0, 4);
  if (typed[0] !== ED25519 || typed.length !== HASH_BYTES + 1 || hex(keyId) !== id) {
    throw new Error('a verifier key is name+hash+key');
  }
  const ours = checkpoint.signatures.filter((signature) => signature.name === name && equal(signature.keyId, keyId));
  if (name !== checkpoint.origin || ours.length === 0) {
    return false;
  }
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', typed.slice(1), 'Ed25519', false, ['verify']);
  } catch {
    return null;
  }
  const text = new TextEncoder().encode(checkpoint.signed);
  const checks = await Promise.all(ours.map(({ signature }) => crypto.subtle.verify('Ed25519', imported, signature, text)));
  return checks.every(Boolean);
}

const parent = (left: Uint8Array<ArrayBuffer>, right: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => sha256(Uint8Array.of(1), left, right);

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

/** Bytes of base 64. */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
