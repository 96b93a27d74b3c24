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
    expect(await converge(tier, scope, spec)).toMatchObject({ ready: false, waitingFor: ['a'] });
    expect(applied).toEqual(['a']);
  });

  it.each([
    ['a create that finds the resource there', 'CreateThing', 'ThingAlreadyExistsFault'],
    ['a delete that finds it gone', 'DeleteThing', 'ThingNotFoundFault'],
  ])('takes %s as success', async (_name, command, error) => {
    const { tier } = scripted([{ ...NOTHING, actions: [action('a', command)] }, NOTHING], () => {
      throw named(error);
    });
    expect(await converge(tier, scope, spec)).toMatchObject({ ready: true });
  });

  it('takes a busy resource as pending, not as an error', async () => {
    const { tier } = scripted([{ ...NOTHING, actions: [action('a')] }], () => {
      throw named('ResourceInUseException');
    });
    expect(await converge(tier, scope, spec)).toMatchObject({ ready: false });
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

  it('raises the worst of several errors, after every action had its turn', async () => {
    const { tier, applied } = scripted(
      [{ ...NOTHING, actions: [action('a'), action('b')] }],
      ({ summary }) => {
        throw named(summary === 'a' ? 'Throttling' : 'ValidationException');
      },
    );
    await expect(converge(tier, scope, spec)).rejects.toMatchObject({ name: 'Terminal' });
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

    await expect(converge(slow, scope, spec, { onAction })).rejects.toThrow(Cancelled);

    expect({ applied: applied.length, ended }).toEqual({ applied: 10, ended: 10 });
    await setImmediate();
    expect(applied).toHaveLength(10);
  });

  it('leaves the rest to the next call when the time is short', async () => {
    const { tier, applied } = scripted([
      { ...NOTHING, actions: [action('a')] },
      { ...NOTHING, actions: [action('b')] },
    ]);
    expect(await converge(tier, scope, spec, { mayContinue: () => false })).toMatchObject({ ready: false });
    expect(applied).toEqual(['a']);
  });
});
