import { commands } from '../../../tiers/aurora/apply.ts';
import { EFFECTS, expect as effectOn } from '../../../tiers/aurora/expect.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { arrived } from './arrived.ts';
import { development, nothing } from './fixtures.ts';

describe('what is expected of a call', () => {
  it('is known for every call that apply can make', () => {
    const all = Object.values(commands).flatMap((service) => Object.keys(service.commands));
    expect(Object.keys(EFFECTS).sort()).toEqual(all.sort());
  });

  it('is an error when nobody knows it, because a preview leaves nothing out', () => {
    const action = { service: 'rds', region: 'eu-west-2', command: 'StopDBCluster', input: {}, summary: '' };
    expect(() => effectOn(development, nothing(development), action)).toThrow(/StopDBCluster/);
  });

  it('leaves what was observed before as it was', () => {
    const before = arrived(development);
    const copy = structuredClone(before);
    const [action] = plan({ ...development, backupRetentionDays: 9 }, before).actions;
    if (!action) throw new Error('nothing to do');
    const after = effectOn(development, before, action);
    expect(before).toEqual(copy);
    expect(after.primary.cluster?.backupRetentionDays).toBe(9);
  });
});
