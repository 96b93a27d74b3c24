import { setImmediate } from 'node:timers/promises';
import { converge } from '../../core/converge.ts';
import { Cancelled } from '../../core/errors.ts';
import type { TierSpecBase } from '../../core/spec.ts';
import type { Action, Clients, Plan, Tier } from '../../core/tier.ts';

const spec: TierSpecBase = { identity: { project: 'p', environment: 'e', slug: 'p-e' }, tags: {} };
const scope = { spec, clients: {} as Clients };
const NOTHING: Plan = { actions: [], waits: [], failures: [] };
const action = (summary: string, command = 'CreateThing'): Action => ({
  service: 's',
  region: 'r',
  command,
  input: {},
  summary,
});
const named = (name: string) => Object.assign(new Error(name), { name });

/** A tier whose plans come from a list, one a round; the last one stays. */
function scripted(plans: Plan[], apply: (action: Action) => void = () => {}) {
  const applied: string[] = [];
  let round = 0;
  const tier: Tier<TierSpecBase, number, null> = {
    kind: 'dax',
    observe: async () => round++,
    plan: (_desired, observed) => plans[Math.min(observed, plans.length - 1)] ?? NOTHING,
    apply: async (_scope, done) => {
      applied.push(done.summary);
      apply(done);
    },
    outputs: () => null,
    alarms: () => [],
    observePermissions: [],
    permissions: [],
  };
  return { tier, applied };
}

describe('converge', () => {
  it('goes on until nothing is planned, and is ready when nothing is waited for', async () => {
    const { tier, applied } = scripted([
      { ...NOTHING, actions: [action('a')] },
      { ...NOTHING, actions: [action('b')] },
      NOTHING,
    ]);
    expect(await converge(tier, scope, spec)).toEqual({
      ready: true,
      retryAfterSeconds: 0,
      waitingFor: [],
      waits: [],
      observed: 2,
    });
    expect(applied).toEqual(['a', 'b']);
  });

  it('does not look again at once after a call that AWS takes its time for', async () => {
    const others = [{ what: 'another thing', retryAfterSeconds: 45 }];
    const plans = [{ ...NOTHING, actions: [action('make it', 'CreateCluster')], waits: others }];
    const { tier, applied } = scripted(plans);
    expect(
      await converge(
        {
          ...tier,
          settling: ({ command }) => (command === 'CreateCluster' ? { retryAfterSeconds: 30 } : undefined),
        },
        scope,
        spec,
      ),
    ).toMatchObject({
      ready: false,
      retryAfterSeconds: 30,
      waitingFor: ['AWS to make it', 'another thing'],
      observed: 0,
    });
    expect(applied).toEqual(['make it']);
  });

  it('looks again when something else was done besides, after which more may be possible', async () => {
    const plans = [
      { ...NOTHING, actions: [action('a', 'CreateCluster'), action('b', 'CreateGroup')] },
      NOTHING,
    ];
    const { tier } = scripted(plans);
    expect(
      await converge(
        {
          ...tier,
          settling: ({ command }) => (command === 'CreateCluster' ? { retryAfterSeconds: 30 } : undefined),
        },
        scope,
        spec,
      ),
    ).toMatchObject({
      ready: true,
      observed: 1,
    });
  });

  it('suggests the shortest of the waits', async () => {
    const waits = [
      { what: 'x', retryAfterSeconds: 30 },
      { what: 'y', retryAfterSeconds: 10 },
    ];
    const { tier } = scripted([{ ...NOTHING, waits }]);
    expect(await converge(tier, scope, spec)).toMatchObject({
      ready: false,
      retryAfterSeconds: 10,
      waitingFor: ['x', 'y'],
      observed: 0,
    });
  });

  it('carries the follow-ups of an action out right after it', async () => {
    const first = { ...action('a'), followUps: [action('a1'), action('a2')] };
    const { tier, applied } = scripted([{ ...NOTHING, actions: [first] }, NOTHING]);
    expect(await converge(tier, scope, spec)).toMatchObject({ ready: true, observed: 1 });
    expect(applied).toEqual(['a', 'a1', 'a2']);
  });

  it('leaves follow-ups after a failed one, or after a create that finds the resource there, to the next round', async () => {
    const withTwo = (name: string) => ({
      ...action(name),
      followUps: [action(`${name}1`), action(`${name}2`)],
    });
    const rest = { ...NOTHING, actions: [action('rest')] };
    const { tier, applied } = scripted(
      [{ ...NOTHING, actions: [withTwo('a'), withTwo('b')] }, rest, NOTHING],
      ({ summary }) => {
        if (summary === 'a1') throw named('AccessDenied');
        if (summary === 'b') throw named('ThingAlreadyExistsFault');
      },
    );
    expect(await converge(tier, scope, spec)).toMatchObject({ ready: true });
    expect(applied.toSorted()).toEqual(['a', 'a1', 'b', 'rest']);
  });

  it('does not repeat an action whose effect is not visible yet', async () => {
    const { tier, applied } = scripted([{ ...NOTHING, actions: [action('a')] }]);
    expect(await converge(tier, scope, spec)).toEqual({
      ready: false,
      retryAfterSeconds: 15,
      waitingFor: ['a'],
      waits: [],
      observed: 1,
    });
    expect(applied).toEqual(['a']);
  });

  it.each([
    [10, 10],
    [45, 15],
  ])('and then waits %i s for something else: it looks again after %i s', async (wait, seconds) => {
    const waits = [{ what: 'another thing', retryAfterSeconds: wait }];
    const { tier } = scripted([{ ...NOTHING, actions: [action('a')], waits }]);
    expect(await converge(tier, scope, spec)).toMatchObject({
      ready: false,
      retryAfterSeconds: seconds,
      waitingFor: ['a', 'another thing'],
    });
  });

  it('repeats an action that is another one by its service, its command or what it says', async () => {
    const plans = [
      [action('a')],
      [{ ...action('a'), service: 't' }],
      [action('a', 'MakeThing')],
      [action('b', 'MakeThing')],
      [action('b', 'MakeThing'), action('c')],
    ].map((actions) => ({ ...NOTHING, actions }));
    const { tier, applied } = scripted([...plans, NOTHING]);
    expect(await converge(tier, scope, spec)).toMatchObject({ ready: true });
    expect(applied).toEqual(['a', 'a', 'a', 'b', 'b', 'c']);
  });

  it.each([
    ['a create that finds the resource there', 'CreateThing', 'ThingAlreadyExistsFault'],
    ['a delete that finds it gone', 'DeleteThing', 'ThingNotFoundFault'],
    ['a removal that finds it gone', 'RemoveThing', 'ThingNotFoundFault'],
  ])('takes %s as success', async (_name, command, error) => {
    const { tier } = scripted([{ ...NOTHING, actions: [action('a', command)] }, NOTHING], () => {
      throw named(error);
    });
    expect(await converge(tier, scope, spec)).toMatchObject({ ready: true });
  });

  it('takes a busy resource as pending, not as an error', async () => {
    const { tier } = scripted([{ ...NOTHING, actions: [action('a'), action('b')] }], ({ summary }) => {
      if (summary === 'a') throw named('ResourceInUseException');
    });
    expect(await converge(tier, scope, spec)).toEqual({
      ready: false,
      retryAfterSeconds: 15,
      waitingFor: ['a (ResourceInUseException)'],
      waits: [],
      observed: 0,
    });
  });

  it.each([
    ['ThrottlingException', 'Throttled'],
    ['InternalFailure', 'OutcomeUnknown'],
    ['AccessDenied', 'Blocked'],
    ['ValidationException', 'Terminal'],
    ['ThingNotFoundFault', 'Terminal'],
  ])('raises %s of a create as %s', async (error, name) => {
    const { tier } = scripted([{ ...NOTHING, actions: [action('a')] }], () => {
      throw named(error);
    });
    await expect(converge(tier, scope, spec)).rejects.toMatchObject({ name });
  });

  it('takes what is gone as an error where it was not to be deleted', async () => {
    const { tier } = scripted([{ ...NOTHING, actions: [action('a', 'StopDeletionOfThing')] }], () => {
      throw named('ThingNotFoundFault');
    });
    const failed = { name: 'Terminal', message: expect.stringMatching(/^Could not a: /) };
    await expect(converge(tier, scope, spec)).rejects.toMatchObject(failed);
  });

  it.each([
    ['Throttling', 'ValidationException', 'Terminal'],
    ['AccessDenied', 'ValidationException', 'Terminal'],
    ['Throttling', 'AccessDenied', 'Blocked'],
    ['Throttling', 'InternalFailure', 'Throttled'],
  ])('raises the worst of %s and %s, after every action had its turn', async (first, second, name) => {
    const { tier, applied } = scripted(
      [{ ...NOTHING, actions: [action('a'), action('b')] }],
      ({ summary }) => {
        throw named(summary === 'a' ? first : second);
      },
    );
    await expect(converge(tier, scope, spec)).rejects.toMatchObject({ name });
    expect(applied).toEqual(['a', 'b']);
  });

  it('applies nothing when something is wrong for good', async () => {
    const failure = {
      class: 'Terminal',
      code: 'not-ours',
      resource: 'x',
      message: 'x is not ours.',
    } as const;
    const { tier, applied } = scripted([{ actions: [action('a')], waits: [], failures: [failure] }]);
    await expect(converge(tier, scope, spec)).rejects.toThrow('x is not ours.');
    expect(applied).toEqual([]);
  });

  it.each([
    [['Blocked', 'Blocked'], 'Blocked'],
    [['Blocked', 'Terminal'], 'Terminal'],
  ] as const)('raises all that is wrong, %j, as %s', async (classes, name) => {
    const failures = classes.map((each, index) => ({
      ...{ class: each, code: 'not-ours' as const, resource: 'x' },
      message: `${index} is wrong.`,
    }));
    const { tier } = scripted([{ actions: [], waits: [], failures }]);
    const failed = { name, message: '0 is wrong. 1 is wrong.' };
    await expect(converge(tier, scope, spec)).rejects.toMatchObject(failed);
  });

  it('makes no further call of a round in which it is told to stop, and waits for those under way', async () => {
    const many = Array.from({ length: 20 }, (_, index) => action(`${index}`));
    let ended = 0;
    const { tier, applied } = scripted([{ ...NOTHING, actions: many }]);
    const slow = {
      ...tier,
      apply: async (...given: Parameters<typeof tier.apply>) => {
        await tier.apply(...given);
        await setImmediate();
        ended++;
      },
    };
    let asked = 0;
    const onAction = () => {
      if (++asked > 10) throw new Cancelled('stop');
    };

    await expect(converge(slow, scope, spec, { onAction })).rejects.toMatchObject({
      name: 'Cancelled',
      message: 'stop',
    });

    expect({ applied: applied.length, ended }).toEqual({ applied: 10, ended: 10 });
    await setImmediate();
    expect(applied).toHaveLength(10);
  });

  it('makes eight calls at once at most', async () => {
    const many = Array.from({ length: 20 }, (_, index) => action(`${index}`));
    const { tier, applied } = scripted([{ ...NOTHING, actions: many }, NOTHING]);
    let [now, most] = [0, 0];
    const slow = {
      ...tier,
      apply: async (...given: Parameters<typeof tier.apply>) => {
        most = Math.max(most, ++now);
        await setImmediate();
        now--;
        return tier.apply(...given);
      },
    };
    await converge(slow, scope, spec);
    expect({ most, applied: applied.length }).toEqual({ most: 8, applied: 20 });
  });

  it('leaves the rest to the next call when the time is short', async () => {
    const { tier, applied } = scripted([
      { ...NOTHING, actions: [action('a')] },
      { ...NOTHING, actions: [action('b')] },
    ]);
    expect(await converge(tier, scope, spec, { mayContinue: () => false })).toEqual({
      ready: false,
      retryAfterSeconds: 1,
      waitingFor: ['the next step of the plan'],
      waits: [],
      observed: 0,
    });
    expect(applied).toEqual(['a']);
  });

  it('goes on while there is time', async () => {
    const { tier, applied } = scripted([
      { ...NOTHING, actions: [action('a')] },
      { ...NOTHING, actions: [action('b')] },
      NOTHING,
    ]);
    expect(await converge(tier, scope, spec, { mayContinue: async () => true })).toMatchObject({
      ready: true,
    });
    expect(applied).toEqual(['a', 'b']);
  });

  it('gives up a plan that is another one for ever, as a defect', async () => {
    const { tier, applied } = scripted(
      Array.from({ length: 99 }, (_, round) => ({ ...NOTHING, actions: [action(`${round}`)] })),
    );
    await expect(converge(tier, scope, spec)).rejects.toMatchObject({
      name: 'Terminal',
      message: expect.stringContaining('The plan of tier dax did not settle in 30 rounds.'),
    });
    expect(applied).toHaveLength(30);
  });

  it('says which tier of which environment it could not observe', async () => {
    const { tier } = scripted([NOTHING]);
    const observe = () => Promise.reject(named('AccessDenied'));
    await expect(converge({ ...tier, observe }, scope, spec)).rejects.toMatchObject({
      name: 'Blocked',
      message: expect.stringContaining('Could not observe tier dax of p-e: AccessDenied'),
    });
  });
});

describe('a delete that is denied', () => {
  const deletes = { ...NOTHING, actions: [action('delete it', 'DeleteThing')] };
  const deny = () => {
    throw named('AccessDenied');
  };

  it('is done when another look shows that it has gone: permissions that go by tags know no difference', async () => {
    const { tier } = scripted([deletes, NOTHING], deny);
    expect(await converge(tier, scope, null)).toMatchObject({ ready: true });
  });

  it('blocks when it is still there', async () => {
    const { tier, applied } = scripted([deletes], deny);
    await expect(converge(tier, scope, null)).rejects.toMatchObject({ name: 'Blocked' });
    expect(applied).toEqual(['delete it']);
  });
});

describe('a call that AWS refuses because of a state that does not pass', () => {
  const summary = 'unprotect it';
  const whenRefused = 'Ask AWS Support.';
  const unprotects = { ...NOTHING, actions: [{ ...action(summary, 'ModifyThing'), whenRefused }] };
  const refuse = () => {
    throw Object.assign(new Error('It is failed'), { name: 'InvalidDBClusterStateFault' });
  };

  it('is not waited for: the operation says what to do', async () => {
    const { tier } = scripted([unprotects], refuse);
    await expect(converge(tier, scope, null)).rejects.toMatchObject({
      name: 'Blocked',
      message: 'Could not unprotect it: InvalidDBClusterStateFault: It is failed. Ask AWS Support.',
    });
  });

  const other = action('something else');
  const both = { ...NOTHING, actions: [...unprotects.actions, other] };

  it('is said the second time also when other things were done meanwhile', async () => {
    const { tier } = scripted([both, unprotects], ({ summary: what }) => {
      if (what === summary) refuse();
    });
    await expect(converge(tier, scope, null)).rejects.toMatchObject({ name: 'Blocked' });
  });

  it('is forgotten when the call is taken after all, though a look does not show it yet', async () => {
    let calls = 0;
    const { tier } = scripted([both, unprotects, unprotects], ({ summary: what }) => {
      if (what === summary && calls++ === 0) refuse();
    });
    expect(await converge(tier, scope, null)).toMatchObject({ ready: false, waitingFor: [summary] });
  });

  it('is named beside what is busy, and decided when that has passed', async () => {
    const { tier } = scripted([both], ({ summary: what }) => {
      if (what === summary) refuse();
      throw named('InvalidDBInstanceStateFault');
    });
    const { waitingFor } = await converge(tier, scope, null);
    expect(waitingFor).toEqual([expect.stringContaining('something else'), summary]);
  });

  it.each([
    'DB cluster x is already being deleted.',
    'It is in state deleting.',
    'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
    'This cluster is a part of a global cluster, please remove it from globalcluster first',
  ])('is waited for where it passes: %s', async (message) => {
    const { tier } = scripted([unprotects], () => {
      throw Object.assign(new Error(message), { name: 'InvalidDBClusterStateFault' });
    });
    expect(await converge(tier, scope, null)).toMatchObject({ ready: false });
  });

  it('is forgotten when another look shows that there is nothing to do any more', async () => {
    const { tier, applied } = scripted([unprotects, NOTHING], refuse);
    expect(await converge(tier, scope, null)).toMatchObject({ ready: true });
    expect(applied).toEqual([summary]);
  });
});
