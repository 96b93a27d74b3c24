import {
  alarmsPermissions,
  attachAlarms,
  deleteDashboard,
  putDashboard,
} from '../../../tiers/alarms/index.ts';
import { ownerDescription, tagList } from '../../../tiers/shared/ownership.ts';
import { type Call, fakeClients } from '../shared/fake-clients.ts';
import { alarmSettings, base, identity } from '../shared/fixtures.ts';
import { allowed, unrestricted } from '../shared/permissions.ts';
import { cpu, throttles } from './fixtures.ts';

/** Alarms that are ours: one that differs and lacks a tag, and one too many. A dashboard that differs. */
const answer = ({ command }: Call) => {
  const { 'plinth:environment': owner = '' } = base.tags;
  const AlarmDescription = ownerDescription(identity, 'old');
  const found: Record<string, unknown> = {
    DescribeAlarms: {
      MetricAlarms: [{ AlarmName: cpu.name }, { AlarmName: 'shop-dev-old', AlarmDescription }],
    },
    ListTagsForResource: { Tags: tagList({ 'plinth:environment': owner }) },
    GetDashboard: { DashboardBody: '{}' },
  };
  return found[command] ?? {};
};

describe('permissions for alarms and the dashboard', () => {
  it('are exactly the calls that are made', async () => {
    const clients = fakeClients(answer);
    const { topicArns } = alarmSettings;
    await attachAlarms({ clients, identity, tags: base.tags, alarms: [cpu, throttles], topicArns });
    await putDashboard({ clients, identity, region: 'eu-west-2', alarms: [cpu] });
    await deleteDashboard({ clients, identity, region: 'eu-west-2' });
    const used = new Set(clients.calls.map(({ command }) => `cloudwatch:${command}`));
    expect([...allowed(alarmsPermissions)].sort()).toEqual([...used].sort());
  });

  it('name resources for everything but the listing of alarms', () => {
    expect(unrestricted(alarmsPermissions)).toEqual(['cloudwatch:DescribeAlarms']);
  });
});
