import type { Foreseen } from '../../core/preview.ts';
import type { Desired } from '../../core/spec.ts';
import { type Action, type Failure, TIER_KINDS, type TierKind } from '../../core/tier.ts';
import { type AskedChange, findingsOf, type TierOutlook } from '../../functions/outlook.ts';
import { refused } from '../../functions/refusals.ts';
import type { SubmitRuntime } from '../../functions/submit-runtime.ts';
import { LANDING_ZONES, resolveBody } from '../core/sample.ts';
import { fakeClients } from '../tiers/shared/fake-clients.ts';

let desired: Desired;
beforeAll(async () => {
  desired = await resolveBody({ environment: 'dev' });
});

const runtime = {
  clients: fakeClients(() => ({ KeyMetadata: {} })),
  landingZones: LANDING_ZONES,
} as unknown as SubmitRuntime;

const action = (command: string, effect?: Action['effect']): Action => ({
  ...{ service: 'x', region: 'eu-west-2', command, input: {}, summary: `${command} it` },
  ...(effect && { effect }),
});
const immutable: Failure = {
  ...{ class: 'Terminal', code: 'immutable', resource: 'DAX cluster x', pointer: '#/dax/nodeType' },
  message: 'DAX cluster x has another node type.',
};

const outlook = (tier: TierKind, foreseen: Partial<Foreseen>, change: Partial<TierOutlook> = {}) => ({
  tier,
  foreseen: { actions: [], failures: [], observed: null, complete: true, ...foreseen },
  replaceable: { failures: [], losesData: false },
  ...change,
});

const findings = (tier: TierOutlook, change: Partial<AskedChange> = {}) =>
  findingsOf(
    runtime,
    {
      ...{ kind: 'update', project: 'shop', environment: 'dev', before: desired, after: desired },
      ...{ options: {}, about: '' },
      ...change,
    },
    { planId: 'plan-1', tiers: TIER_KINDS.map((kind) => (kind === tier.tier ? tier : outlook(kind, {}))) },
  );

describe('what a change would destroy', () => {
  it.each([
    ['DeleteTable', 'data-loss', 'data-loss', '#/dynamodb/tables'],
    ['DeleteCluster', 'replace', 'replacement', '#/dynamodb'],
  ] as const)('%s with effect %s is refused until it is allowed', async (command, effect, code, pointer) => {
    const tier = outlook('dynamodb', { actions: [action(command, effect)] });
    const found = await findings(tier);
    expect(found).toMatchObject([{ severity: 'error', code, pointer }]);
    expect(found[0]?.detail).toContain(`${command} it`);
    expect(refused(found)).toMatchObject({ problem: 'replacement-needed', status: 409 });
    expect(refused(found).message).toContain('?allowReplacement=true');
    expect(await findings(tier, { options: { allowReplacement: true } })).toMatchObject([
      { severity: 'warning', code, pointer },
    ]);
  });

  it('is what a delete is for', async () => {
    const tier = outlook('dynamodb', { actions: [action('DeleteTable', 'data-loss')] });
    expect(await findings(tier, { kind: 'delete', after: null })).toEqual([]);
  });

  it('is not what is deleted without data, or changed in place', async () => {
    const tier = outlook('dax', { actions: [action('DeleteParameterGroup'), action('UpdateCluster')] });
    expect(await findings(tier)).toEqual([]);
  });
});

describe('what cannot be changed', () => {
  it('is an error of the field that asks for it', async () => {
    const found = await findings(outlook('dax', { failures: [immutable] }));
    expect(found).toEqual([
      { severity: 'error', code: 'immutable', detail: immutable.message, pointer: '#/dax/nodeType' },
    ]);
    expect(refused(found)).toMatchObject({ problem: 'validation', status: 400 });
  });

  it.each([
    [false, 'replacement'],
    [true, 'data-loss'],
  ])('but by replacement asks for leave (data goes: %s)', async (losesData, code) => {
    const replaceable = { failures: [immutable], losesData };
    const found = await findings(outlook('dax', { failures: [immutable] }, { replaceable }));
    expect(found).toMatchObject([{ severity: 'error', code, pointer: '#/dax/nodeType' }]);
    expect(refused(found)).toMatchObject({ problem: 'replacement-needed' });
  });

  it('for another reason besides is told with it, as an invalid request', async () => {
    const replaceable = { failures: [immutable], losesData: false };
    const failed: Failure = { ...immutable, code: 'failed-state', message: 'It has failed.' };
    const found = await findings(outlook('dax', { failures: [immutable, failed] }, { replaceable }));
    expect(refused(found)).toMatchObject({ problem: 'validation' });
    expect(refused(found).errors).toHaveLength(2);
  });
});

it('says when more may follow than is foreseen', async () => {
  expect(await findings(outlook('aurora', { complete: false }))).toMatchObject([
    { severity: 'warning', code: 'incomplete' },
  ]);
});
