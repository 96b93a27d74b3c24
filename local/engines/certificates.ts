import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface ServerCertificate {
  /** PEM of the authority, which clients verify against, as they do with the RDS bundle on AWS. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;
/** Apple's clients take no server certificate that lives longer than 825 days. */
const validDays = 800;
const authorityName = 'Plinth local cloud';

/** A throw-away authority and one certificate for all servers on the loopback addresses. Takes about 5 ms. */
export function createServerCertificate(now = Date.now()): ServerCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issue = (subject: string, publicKey: KeyObject, extensions: readonly Buffer[]) =>
    certificate(subject, publicKey, authority, extensions, now);
  return {
    ca: issue(authorityName, authority.publicKey, [
      extension('2.5.29.19', sequence(tag(0x01, Buffer.from([0xff]))), true), // basicConstraints: a CA
      extension('2.5.29.15', tag(0x03, Buffer.from([1, 0x06])), true), // keyUsage: signs certificates
    ]),
    certificate: issue('localhost', server.publicKey, [
      extension('2.5.29.19', sequence(), true),
      extension('2.5.29.15', tag(0x03, Buffer.from([7, 0x80])), true), // keyUsage: signatures
      // Client, too: redis-server shows it to the other nodes.
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))),
      extension(
        '2.5.29.17', // subjectAltName
        sequence(
          tag(0x82, Buffer.from('localhost')),
          tag(0x87, Buffer.from([127, 0, 0, 1])),
          tag(0x87, Buffer.from([127, 0, 0, 2])),
          tag(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])),
        ),
      ),
    ]),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

/** X.509 version 3 (RFC 5280), signed with ECDSA and SHA-256. */
function certificate(
  subject: string,
  publicKey: KeyObject,
  authority: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  extensions: readonly Buffer[],
  now: number,
): string {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const toBeSigned = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.concat([Buffer.from([0x40]), randomBytes(15)])), // positive, 16 bytes
    algorithm,
    commonName(authorityName),
    sequence(utcTime(now - dayMs), utcTime(now + validDays * dayMs)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(
      0xa3,
      sequence(
        ...extensions,
        extension('2.5.29.14', tag(0x04, keyIdentifier(publicKey))),
        extension('2.5.29.35', sequence(tag(0x80, keyIdentifier(authority.publicKey)))),
      ),
    ),
  );
  const signature = sign('sha256', toBeSigned, authority.privateKey);
  const der = sequence(toBeSigned, algorithm, tag(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

/** One DER element. */
function tag(type: number, content: Buffer): Buffer {
  const length =
    content.length < 0x80
      ? [content.length]
      : content.length < 0x100
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([type, ...length]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tag(0x06, Buffer.from(bytes));
}

function commonName(name: string): Buffer {
  return sequence(tag(0x31, sequence(oid('2.5.4.3'), tag(0x0c, Buffer.from(name)))));
}

function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tag(0x17, Buffer.from(`${digits}Z`));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  const mark = critical ? [tag(0x01, Buffer.from([0xff]))] : [];
  return sequence(oid(id), ...mark, tag(0x04, value));
}
