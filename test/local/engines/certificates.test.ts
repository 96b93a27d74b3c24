import { X509Certificate } from 'node:crypto';
import { createServerCertificate } from '../../../local/engines/certificates.ts';

const made = createServerCertificate();
const authority = new X509Certificate(made.ca);
const server = new X509Certificate(made.certificate);

it('is signed by an authority that may sign', () => {
  expect(authority.ca).toBe(true);
  expect(server.ca).toBe(false);
  expect(server.checkIssued(authority)).toBe(true);
  expect(server.verify(authority.publicKey)).toBe(true);
  expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
});

it.each(['127.0.0.1', '127.0.0.2', '::1'])('is valid for the address %s', (address) => {
  expect(server.checkIP(address)).toBe(address);
});

it('is valid for localhost and for no other name', () => {
  expect(server.checkHost('localhost')).toBe('localhost');
  expect(server.checkHost('example.com')).toBeUndefined();
});

it('is valid from a day before until 800 days after it was made', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  const { validFromDate, validToDate } = new X509Certificate(createServerCertificate(now).certificate);
  expect([validFromDate.getTime(), validToDate.getTime()]).toEqual([
    now - 86_400_000,
    now + 800 * 86_400_000,
  ]);
});
