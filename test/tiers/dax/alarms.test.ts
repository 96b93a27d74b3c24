import { daxAlarms } from '../../../tiers/dax/alarms.ts';
import { daxOutputs } from '../../../tiers/dax/outputs.ts';
import { alarmSettings } from '../shared/fixtures.ts';
import { observed, single } from './fixtures.ts';

describe('alarms of the DAX tier', () => {
  const alarms = daxAlarms(single, alarmSettings);

  it('watch the cluster, by the dimension as CloudWatch spells it', () => {
    expect(alarms.map(({ name }) => name)).toEqual(
      ['cpu', 'errors', 'faults', 'throttles', 'evictions', 'memory'].map((part) => `shop-dev-dax-${part}`),
    );
    for (const { metric } of alarms)
      expect(metric).toMatchObject({ dimensions: { ClusterId: 'shop-dev-dax' } });
  });

  it('take missing data as good, because DAX sends no zeros', () => {
    expect(new Set(alarms.map(({ treatMissingData }) => treatMissingData))).toEqual(
      new Set(['notBreaching']),
    );
  });

  it('are none when alarms are off', () => {
    expect(daxAlarms(single, { ...alarmSettings, enabled: false })).toEqual([]);
  });
});

describe('outputs of the DAX tier', () => {
  it('name the discovery endpoint', () => {
    expect(daxOutputs(single, observed(single))).toEqual({
      region: 'eu-west-2',
      clusterName: 'shop-dev-dax',
      address: 'shop-dev-dax.dax-clusters.eu-west-2.amazonaws.com',
      port: 9111,
      tls: true,
    });
  });
});
