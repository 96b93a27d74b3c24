import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '../../functions/api/routes.ts';
import { mayInvoke, readPolicy } from '../../local/execute-api.ts';

const FOLDER = join(import.meta.dirname, '../../examples/iam');
const API = 'arn:aws:execute-api:eu-west-2:111122223333:a1b2c3d4e5';
const team = readPolicy(join(FOLDER, 'team.json'));
const auditor = readPolicy(join(FOLDER, 'auditor.json'));
const platform = readPolicy(join(FOLDER, 'platform.json'));

/** The calls that each policy lets through, as IAM sees them: after the API comes the stage, then method and path. */
const CALLS: readonly [call: string, team: boolean, auditor: boolean][] = [
  ['v1/POST/projects/shop/environments', true, false],
  ['v1/GET/projects/shop/environments', true, true],
  ['v1/GET/projects/shop/environments/dev', true, true],
  ['v1/GET/projects/shop/environments/dev/outputs', true, true],
  ['v1/DELETE/projects/shop/environments/dev', true, false],
  ['v1/GET/projects/shop/operations/op-1', true, true],
  ['v1/GET/presets', true, true],
  ['v1/POST/presets', false, false],
  // Another project, also one whose name begins the same, or is part of the path.
  ['v1/GET/projects/payments/environments', false, true],
  ['v1/POST/projects/payments/environments', false, false],
  ['v1/POST/projects/shop-eu/environments', false, false],
  ['v1/POST/projects/shop2/environments', false, false],
  ['v1/POST/projects/payments/shop/environments', false, false],
  ['v1/POST/projects/Shop/environments', false, false],
  // What belongs to nobody is of no project.
  ['v1/GET/orphans', false, true],
  ['v1/DELETE/orphans/or-0123456789abcdef01234567', false, false],
  // Another stage.
  ['test/GET/projects/shop/environments', false, false],
];

it.each(CALLS)('%s: a team may: %s, an auditor may: %s', (call, ofTeam, ofAuditor) => {
  expect([mayInvoke(team, `${API}/${call}`), mayInvoke(auditor, `${API}/${call}`)]).toEqual([
    ofTeam,
    ofAuditor,
  ]);
});

it('neither may call another API, account or region', () => {
  for (const other of ['eu-west-2:111122223333:zzzzzzzzzz', 'eu-west-2:999999999999:a1b2c3d4e5'])
    for (const policy of [team, auditor])
      expect(mayInvoke(policy, `arn:aws:execute-api:${other}/v1/GET/projects/shop/environments`)).toBe(false);
});

it('a team may use every route of its project, and an auditor every one that reads', () => {
  for (const { method, resource } of ROUTES.filter((route) => route.resource.includes('{project}'))) {
    const path = resource.replace('{project}', 'shop').replace(/\{\w+\}/g, 'x');
    const call = `${API}/v1/${method}${path.slice('/v1'.length)}`;
    expect([call, mayInvoke(team, call)]).toEqual([call, true]);
    expect([call, mayInvoke(auditor, call)]).toEqual([call, method === 'GET']);
  }
});

it('the platform team may delete orphans, and nothing of a project', () => {
  const may = (call: string) => mayInvoke(platform, `${API}/v1/${call}`);
  expect(may('GET/orphans')).toBe(true);
  expect(may('DELETE/orphans/or-0123456789abcdef01234567')).toBe(true);
  expect(may('DELETE/projects/shop/environments/dev')).toBe(false);
  expect(may('POST/projects/shop/environments')).toBe(false);
});

it.each(['team.json', 'auditor.json', 'platform.json'])('%s is a policy that IAM takes', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  // IAM user guide, "IAM and AWS STS quotas": 6,144 characters for a managed policy, without white space.
  expect(text.replace(/\s/g, '').length).toBeLessThan(6_144);
  const { Version, Statement } = JSON.parse(text);
  expect(Version).toBe('2012-10-17');
  for (const { Sid } of Statement) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
});
