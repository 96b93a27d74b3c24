import fc from 'fast-check';
import type { RedisSpec } from '../../../core/spec.ts';
import type { Action, PlanOptions } from '../../../core/tier.ts';
import { compare } from '../../../tiers/redis/compare.ts';
import { expect as expected } from '../../../tiers/redis/expect.ts';
import { redisNames } from '../../../tiers/redis/names.ts';
import type { RedisObserved } from '../../../tiers/redis/observe.ts';
import { planRedis } from '../../../tiers/redis/plan.ts';
import { lostCalls, run } from '../shared/simulation.ts';
import { clustered, multiAz, nothing, observed, secretArn, single } from './fixtures.ts';
import { SimulatedRedis } from './simulation.ts';

const NOTHING_TO_DO = { actions: [], waits: [], failures: [] };

const settings = fc.record({
  nodeType: fc.constantFrom('cache.r7g.large', 'cache.r7g.xlarge'),
  snapshotRetentionDays: fc.constantFrom(0, 1, 9),
  maintenanceWindow: fc.constantFrom('sun:04:00-sun:05:00', 'Mon:04:00-Mon:05:00'),
  logRetentionDays: fc.constantFrom(7, 30),
  securityGroupIds: fc.constantFrom(['sg-redis'], ['sg-redis', 'sg-other']),
  subnetIds: fc.constantFrom(['subnet-a', 'subnet-b'], ['subnet-b', 'subnet-c', 'subnet-a']),
  parameters: fc.constantFrom<Record<string, string>>(
    {},
    { timeout: '300' },
    { 'maxmemory-policy': 'noeviction' },
  ),
  tags: fc.constantFrom(single.tags, { ...single.tags, cost: '1' }),
});
const versions = fc.constantFrom(
  { engine: 'redis', engineVersion: '6.2', parameterGroupFamily: 'redis6.x' },
  { engine: 'redis', engineVersion: '7.1', parameterGroupFamily: 'redis7' },
  { engine: 'valkey', engineVersion: '8.0', parameterGroupFamily: 'valkey8' },
  { engine: 'valkey', engineVersion: '8.2', parameterGroupFamily: 'valkey8' },
) as fc.Arbitrary<Pick<RedisSpec, 'engine' | 'engineVersion' | 'parameterGroupFamily'>>;
const sizes = fc.oneof(
  fc.constantFrom(single, multiAz, { ...multiAz, nodeCount: 2, replicasPerShard: 1, multiAz: false }),
  fc
    .record({ shards: fc.integer({ min: 1, max: 4 }), replicasPerShard: fc.integer({ min: 0, max: 2 }) })
    .map((size): RedisSpec => ({ ...clustered, ...size, multiAz: size.replicasPerShard > 0 })),
);
const secrets = fc.constantFrom(null, secretArn);
const specs = fc.tuple(sizes, settings, versions, secrets, fc.constantFrom(6379, 6380)).map(
  ([size, some, version, authTokenSecretArn, port]): RedisSpec => ({
    ...size,
    ...some,
    ...version,
    authTokenSecretArn,
    port,
  }),
);

const changed = (spec: RedisSpec, now: RedisObserved) =>
  compare(spec, now).filter(({ state }) => state === 'changed');

function ready(spec: RedisSpec): SimulatedRedis {
  const simulation = new SimulatedRedis(spec);
  run(simulation, (now) => planRedis(spec, now));
  return simulation;
}

/** What the tier looks at for `to`, where `from` is: other names of parameter groups and of the secret. */
function updated(from: RedisSpec, to: RedisSpec): { simulation: SimulatedRedis; spec: RedisSpec } {
  const families = new Set([from.parameterGroupFamily]);
  families.delete(to.parameterGroupFamily);
  const spec: RedisSpec = { ...to, retiredParameterGroupFamilies: [...families] };
  const simulation = ready(from);
  const { parameterGroup, secret } = simulation.observed();
  const stays = redisNames(from).parameterGroup === redisNames(to).parameterGroup;
  const named = to.authTokenSecretArn;
  simulation.lookFor(spec, {
    ...(stays || !parameterGroup
      ? {}
      : { parameterGroup: null, formerParameterGroups: [{ name: parameterGroup.name, ours: true }] }),
    ...(named === from.authTokenSecretArn
      ? {}
      : named
        ? { secret: observed(to).secret, formerSecret: secret }
        : { secret: null }),
  });
  return { simulation, spec };
}

/** As a preview does it: nothing but plan and expect, with everything that is on its way there at once. */
function preview(
  spec: RedisSpec | null,
  start: RedisObserved,
  options: PlanOptions,
  look: RedisSpec,
): Action[] {
  const actions: Action[] = [];
  let now = start;
  for (let round = 0; round < 60; round++) {
    const plan = planRedis(spec, now, options);
    if (plan.actions.length === 0) return actions;
    actions.push(...plan.actions);
    for (const action of plan.actions) now = expected(look, now, action);
  }
  throw new Error('the preview does not end');
}

/** In any order: what does not depend on each other comes sooner where nothing has to be waited for. */
const said = (actions: readonly Action[]) =>
  actions.map(({ command, summary }) => `${command} ${summary}`).sort();

describe('the plan of the Redis tier', () => {
  it('reaches the desired group whatever calls get lost, and then is empty', () => {
    fc.assert(
      fc.property(specs, lostCalls, (spec, lost) => {
        const simulation = new SimulatedRedis(spec);
        run(simulation, (now) => planRedis(spec, now), lost);
        expect(planRedis(spec, simulation.observed())).toEqual(NOTHING_TO_DO);
        expect(compare(spec, simulation.observed()).filter(({ state }) => state !== 'as-desired')).toEqual(
          [],
        );
        const { shards = [], memberIds = [] } = simulation.observed().group ?? {};
        expect(shards).toHaveLength(spec.clusterMode ? spec.shards : 1);
        expect(memberIds).toHaveLength(
          spec.clusterMode ? spec.shards * (1 + spec.replicasPerShard) : spec.nodeCount,
        );
      }),
    );
  });

  it('leads from any environment to any other, by replacement where it has to be, whatever gets lost', () => {
    fc.assert(
      fc.property(specs, specs, lostCalls, (from, to, lost) => {
        const { simulation, spec } = updated(from, to);
        run(simulation, (now) => planRedis(spec, now, { allowReplacement: true }), lost);
        const now = simulation.observed();
        expect(compare(spec, now).filter(({ state }) => state !== 'as-desired')).toEqual([]);
        expect(now.formerParameterGroups).toEqual([]);
        expect(now.formerSecret?.scheduledForDeletion ?? true).toBe(true);
      }),
    );
  });

  it('replaces nothing, and loses nothing, unless it may', () => {
    fc.assert(
      fc.property(specs, specs, (from, to) => {
        const { simulation, spec } = updated(from, to);
        const first = planRedis(spec, simulation.observed());
        if (first.failures.length > 0) {
          expect(first.actions).toEqual([]);
          expect(new Set(first.failures.map(({ code }) => code))).toEqual(new Set(['immutable']));
        } else {
          const { commands } = run(simulation, (now) => planRedis(spec, now));
          expect(commands).not.toContain('DeleteReplicationGroup');
        }
      }),
    );
  });

  it('has something to do, or something to say, exactly when something has changed: not while it waits', () => {
    fc.assert(
      fc.property(specs, specs, fc.nat(15), (from, to, steps) => {
        const { simulation, spec } = updated(from, to);
        for (let step = 0; step < steps; step++) {
          const now = simulation.observed();
          const plan = planRedis(spec, now, { allowReplacement: true });
          const { actions, failures } = planRedis(spec, now);
          expect(changed(spec, now).length > 0).toBe(actions.length + failures.length > 0);
          for (const action of plan.actions) simulation.apply(action);
          if (plan.actions.length === 0) simulation.tick();
        }
      }),
    );
  });

  it('foresees what an update really does', () => {
    fc.assert(
      fc.property(specs, specs, (from, to) => {
        const options = { allowReplacement: true };
        const { simulation, spec } = updated(from, to);
        const foreseen = preview(spec, simulation.observed(), options, spec);
        const done: Action[] = [];
        run(simulation, (now) => {
          const plan = planRedis(spec, now, options);
          done.push(...plan.actions);
          return plan;
        });
        expect(said(foreseen)).toEqual(said(done));
      }),
    );
  });

  it('foresees what a delete really does', () => {
    fc.assert(
      fc.property(specs, fc.boolean(), (spec, finalSnapshots) => {
        const simulation = ready(spec);
        const foreseen = preview(null, simulation.observed(), { finalSnapshots }, spec);
        const { commands } = run(simulation, (now) => planRedis(null, now, { finalSnapshots }));
        expect(foreseen.map(({ command }) => command)).toEqual(commands);
        expect(foreseen.filter(({ leaves }) => leaves)).toHaveLength(finalSnapshots ? 1 : 0);
      }),
    );
  });

  it('deletes all of it after any number of steps, never plans a creation, and keeps a named secret', () => {
    fc.assert(
      fc.property(specs, specs, lostCalls, fc.nat(15), (from, to, lost, steps) => {
        const { simulation, spec } = updated(from, to);
        for (let step = 0; step < steps; step++) {
          const { actions } = planRedis(spec, simulation.observed(), { allowReplacement: true });
          for (const action of actions) simulation.apply(action);
          if (actions.length === 0) simulation.tick();
        }
        const { commands } = run(simulation, (now) => planRedis(null, now), lost);
        expect(commands.filter((command) => command.includes('Create'))).toEqual([]);
        const { secret, formerSecret, ...rest } = simulation.observed();
        if (spec.authTokenSecretArn)
          expect(secret).toMatchObject({ arn: secretArn, scheduledForDeletion: false });
        else expect(secret?.scheduledForDeletion ?? true).toBe(true);
        expect(formerSecret?.scheduledForDeletion ?? true).toBe(true);
        expect({ ...rest, secret: null, formerSecret: null }).toEqual(nothing);
      }),
    );
  });
});
