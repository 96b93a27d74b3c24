import { Ajv } from 'ajv';
import { listPresets, PRESETS, type PresetName } from '../../core/presets.ts';
import { openapiSchemas } from './openapi.ts';
import { resolveBody } from './sample.ts';

/** The table of the requirements, one row a preset. */
const TABLE = [
  [
    'development',
    1,
    'db.r6g.large',
    false,
    3,
    null,
    false,
    1,
    'cache.r7g.large',
    false,
    1,
    1,
    'dax.r4.large',
  ],
  ['staging', 1, 'db.r6g.large', false, 3, null, false, 1, 'cache.r7g.large', false, 1, 1, 'dax.r4.large'],
  ['standard', 2, 'db.r6g.large', true, 7, 7, true, 2, 'cache.r7g.large', true, 5, 3, 'dax.r4.large'],
  ['production', 3, 'db.r6g.xlarge', true, 14, 31, true, 3, 'cache.r7g.xlarge', true, 7, 3, 'dax.r4.xlarge'],
] as const;

describe('presets', () => {
  it.each(TABLE)('%s resolves to its sizes', async (preset, ...sizes) => {
    const { aurora, dynamodb, redis, dax, secondaryRegion } = await resolveBody({
      environment: 'dev',
      preset,
    });
    expect([
      aurora.primary.instanceCount,
      aurora.instanceClass,
      aurora.globalDatabase,
      aurora.backupRetentionDays,
      aurora.performanceInsightsRetentionDays,
      aurora.deletionProtection,
      redis.nodeCount,
      redis.nodeType,
      redis.multiAz,
      redis.snapshotRetentionDays,
      dax.replicationFactor,
      dax.nodeType,
    ]).toEqual(sizes);
    const [, , global, , , protection] = sizes;
    expect(dynamodb).toMatchObject({
      billingMode: 'PAY_PER_REQUEST',
      provisioned: null,
      pitrDays: 35,
      globalTables: global,
      deletionProtection: protection,
    });
    expect(secondaryRegion).toBe(global ? 'eu-west-1' : null);
  });

  it('standard is what a request without a preset gets', async () => {
    const implicit = await resolveBody({ environment: 'dev' });
    expect(implicit).toEqual(await resolveBody({ environment: 'dev', preset: 'standard' }));
    expect(listPresets().items.filter(({ isDefault }) => isDefault)).toMatchObject([{ name: 'standard' }]);
  });

  it('GET /v1/presets answers as the contract says', () => {
    const validate = new Ajv({ strict: false }).compile(openapiSchemas('PresetPage'));
    expect([validate(listPresets()), validate.errors]).toEqual([true, null]);
  });

  it.each(Object.keys(PRESETS) as PresetName[])(
    '%s can be sent back as a request, field by field',
    async (name) => {
      const { values } = PRESETS[name];
      const spelt = await resolveBody({ environment: 'dev', preset: 'development', ...values });
      const named = await resolveBody({ environment: 'dev', preset: name });
      expect({ ...spelt, preset: name }).toEqual(named);
    },
  );
});
