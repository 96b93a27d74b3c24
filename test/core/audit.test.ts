import { AuditTrail } from '../../core/audit.ts';
import { InvalidPageToken } from '../../core/registry.ts';
import { newRegistry } from './fresh-registry.ts';

const DEV = { project: 'shop', environment: 'dev' };
const entry = (at: string, who = 'me') => ({
  at,
  who,
  door: 'http' as const,
  what: 'update' as const,
  result: 'started',
  operationId: null,
  detail: null,
});

async function newTrail() {
  return new AuditTrail((await newRegistry()).table);
}

it('gives the entries of one environment newest first, page by page', async () => {
  const trail = await newTrail();
  for (const second of [1, 3, 2]) await trail.record(DEV, entry(`2026-01-01T00:00:0${second}.000Z`));
  await trail.record({ ...DEV, environment: 'dev-2' }, entry('2026-01-01T00:00:04.000Z'));
  await trail.record({ ...DEV, project: 'other' }, entry('2026-01-01T00:00:05.000Z'));

  const first = await trail.list(DEV, { limit: 2 });
  const second = await trail.list(DEV, { limit: 2, nextToken: first.nextToken ?? '' });

  const times = [...first.items, ...second.items].map(({ at }) => at.slice(17, 19));
  expect(times).toEqual(['03', '02', '01']);
  expect(second.nextToken).toBeNull();
});

it('keeps two of the same moment', async () => {
  const trail = await newTrail();
  const at = '2026-01-01T00:00:00.000Z';
  await Promise.all([trail.record(DEV, entry(at, 'one')), trail.record(DEV, entry(at, 'two'))]);
  const { items } = await trail.list(DEV, { limit: 9 });
  expect(items.map(({ who }) => who).sort()).toEqual(['one', 'two']);
});

it('refuses a token of another list', async () => {
  const trail = await newTrail();
  const nextToken = Buffer.from('ENVIRONMENT#dev').toString('base64url');
  await expect(trail.list(DEV, { limit: 2, nextToken })).rejects.toThrow(InvalidPageToken);
});
