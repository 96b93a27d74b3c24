import fc from 'fast-check';
import { foresee } from '../../../core/preview.ts';
import { type ResolveDependencies, resolveDesired } from '../../../core/resolve.ts';
import { retire } from '../../../core/retire.ts';
import type { Desired, LandingZone, TierSpecBase } from '../../../core/spec.ts';
import { effectOf, type PlanOptions } from '../../../core/tier.ts';
import { isEmpty } from '../../../tiers/shared/plan.ts';
import { DEPENDENCIES, LANDING_ZONES } from '../../core/sample.ts';
import { validRequests } from '../../support/requests/index.ts';
import { runs } from '../../support/runs.ts';
import { changes, complaints, course, type Subject, withChanges } from './properties.ts';

const [zone] = LANDING_ZONES as readonly [LandingZone, ...LandingZone[]];
const third = JSON.parse(JSON.stringify(zone.regions['eu-west-1']).replaceAll('eu-west-1', 'eu-central-1'));
const landingZone: LandingZone = { ...zone, regions: { ...zone.regions, 'eu-central-1': third } };

const requests = validRequests({
  installation: {
    landingZone: landingZone.name,
    regions: Object.keys(landingZone.regions),
    migrationSets: DEPENDENCIES.migrationSets,
  },
  environments: fc.constantFrom('dev', 'global-game-platform'),
  primaryRegion: 'eu-west-2',
});

type Request = typeof requests extends fc.Arbitrary<infer One> ? One : never;

function resolve(request: Request, dependencies: ResolveDependencies = DEPENDENCIES): Promise<Desired> {
  const input = { project: 'shop', request, landingZones: [landingZone], namePrefix: 'plinth-' };
  return resolveDesired(input, dependencies);
}

/** What an environment was to become before, how far that got, what somebody did to it, and what it is to become now. */
const stories = fc.record({
  first: requests,
  next: fc.option(requests, { nil: null }),
  steps: fc.oneof({ weight: 3, arbitrary: fc.constant(99) }, fc.nat(30)),
  changes,
  options: fc.record(
    { allowReplacement: fc.boolean(), discard: fc.boolean(), finalSnapshots: fc.boolean() },
    { requiredKeys: [] },
  ) satisfies fc.Arbitrary<PlanOptions>,
});

type Story = typeof stories extends fc.Arbitrary<infer One> ? One : never;

/** A document that says that it is protected is not deleted. */
const unprotected = (request: Request): Request => ({
  ...request,
  aurora: { ...request.aurora, deletionProtection: false },
  dynamodb: { ...request.dynamodb, deletionProtection: false },
});

async function situation<Spec extends TierSpecBase, Observed>(
  subject: Subject<Spec, Observed>,
  { first, next, steps, changes: some }: Story,
): Promise<{ readonly spec: Spec; readonly from: Observed }> {
  const before = await resolve(first);
  const now = next
    ? retire(await resolve({ ...next, environment: first.environment }), before, false)
    : before;
  const [old, spec] = [before, now].map((desired) => desired[subject.foresight.kind] as unknown as Spec) as [
    Spec,
    Spec,
  ];
  const { seen } = course(subject, { spec: old, desired: old, from: subject.nothing(old) });
  const found = subject.look(spec, seen[Math.min(steps, seen.length - 1)] as Observed);
  return { spec, from: subject.consistent(spec, withChanges(found, subject.alternatives, some)) };
}

/** What every tier's plan has to obey, from whatever is there. */
export function itObeysTheLaws<Spec extends TierSpecBase, Observed>(
  subject: Subject<Spec, Observed>,
  many: number,
): void {
  const { plan, foresight } = subject;
  const differs = (spec: Spec, observed: Observed) =>
    foresight.compare(spec, observed).some(({ state }) => state === 'changed');

  it('makes any valid document from nothing, and then has nothing to do', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const spec = (await resolve(request))[foresight.kind] as unknown as Spec;
        const made = course(subject, { spec, desired: spec, from: subject.nothing(spec) });
        const named = /secretsmanager/.test(JSON.stringify(request));
        if (!named) expect(made.end).toBe('settled');
        expect(complaints(subject, made)).toEqual([]);
        if (made.end === 'refused') return;
        expect(plan(spec, made.last)).toEqual({ actions: [], waits: [], failures: [] });
        expect(foresight.compare(spec, made.last).filter(({ state }) => state === 'changed')).toEqual([]);
      }),
      runs(many / 2),
    );
  });

  it('comes to an end from anywhere, and leaves what is not ours alone', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { spec, from } = await situation(subject, story);
        const { options } = story;
        const gone = course(subject, { spec, desired: spec, from, options });
        expect(complaints(subject, gone)).toEqual([]);
        expect(subject.foreign(subject.arrive(gone.last))).toEqual(subject.foreign(subject.arrive(from)));
        for (const { resource, message } of gone.failures)
          expect(message).toContain(resource.split(' ').at(-1));
        if (gone.end === 'settled') expect(differs(spec, gone.last)).toBe(false);
        const foreseen = foresee({ plan }, foresight, spec, spec, from, options);
        expect(foreseen.complete).toBe(true);
      }),
      runs(many),
    );
  });

  it('has something to do, or something to say, exactly when something differs', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { spec, from } = await situation(subject, story);
        const { actions, waits, failures } = plan(spec, from);
        if (actions.length + failures.length > 0) expect(differs(spec, from)).toBe(true);
        else if (waits.length === 0) expect(differs(spec, from)).toBe(false);
      }),
      runs(many),
    );
  });

  it('takes all that is ours away, creates nothing on the way, and leaves what is not ours alone', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { first, next } = story;
        const { spec, from } = await situation(subject, {
          ...story,
          ...{ first: unprotected(first), next: next && unprotected(next) },
        });
        const gone = course(subject, { spec, desired: null, from, options: story.options });
        expect(complaints(subject, gone)).toEqual([]);
        expect(gone.rounds.flat().filter((action) => effectOf(action) === 'create')).toEqual([]);
        expect(subject.foreign(subject.arrive(gone.last))).toEqual(subject.foreign(subject.arrive(from)));
        if (gone.end === 'settled') expect(subject.remains(gone.last)).toEqual([]);
        expect(isEmpty(plan(null, subject.nothing(spec), story.options))).toBe(true);
      }),
      runs(many),
    );
  });
}
