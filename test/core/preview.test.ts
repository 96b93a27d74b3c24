import fc from 'fast-check';
import { foresee } from '../../core/preview.ts';
import type { TierSpecBase } from '../../core/spec.ts';
import type { Action, Plan } from '../../core/tier.ts';

/** A tier of numbered parts, each of which needs the one before it. */
interface Spec extends TierSpecBase {
  readonly parts: number;
}
interface Observed {
  readonly parts: number;
  readonly busy?: boolean;
}

const specOf = (parts: number) => ({ parts }) as Spec;
const call = (command: string, part: number): Action => ({
  ...{ service: 'x', region: 'eu-west-2', command, summary: `${command} ${part}` },
  input: { part },
});
const NONE: Plan = { actions: [], waits: [], failures: [] };
const waits = [{ what: 'it', retryAfterSeconds: 1 }];

const look = {
  plan: (desired: Spec | null, { parts, busy }: Observed): Plan => {
    const wanted = desired?.parts ?? 0;
    if (busy) return { ...NONE, waits };
    if (wanted > parts) return { ...NONE, waits, actions: [call('Create', parts + 1)] };
    return wanted < parts ? { ...NONE, actions: [call('Delete', parts)] } : NONE;
  },
};
const foresight = {
  expect: (_: Spec, { parts }: Observed, { command }: Action): Observed => ({
    parts: command === 'Create' ? parts + 1 : parts - 1,
  }),
};
const commands = (actions: readonly Action[]) => actions.map(({ summary }) => summary);

describe('what is foreseen', () => {
  it('is every action in order, also of rounds that come after a wait', () => {
    const foreseen = foresee(look, foresight, specOf(3), specOf(3), { parts: 1 });
    expect(commands(foreseen.actions)).toEqual(['Create 2', 'Create 3']);
    expect(foreseen).toMatchObject({ observed: { parts: 3 }, failures: [], complete: true });
  });

  it('ends, and says so, with an action whose outcome is not known', () => {
    const ignorant = {
      expect: (): Observed => {
        throw new Error('It is not known what Create leads to.');
      },
    };
    const foreseen = foresee(look, ignorant, specOf(3), specOf(3), { parts: 1 });
    expect(commands(foreseen.actions)).toEqual(['Create 2']);
    expect(foreseen).toMatchObject({ failures: [], complete: false });
  });

  it('towards nothing goes by the last intent', () => {
    const specs: Spec[] = [];
    const expect_ = (spec: Spec, now: Observed, action: Action) => {
      specs.push(spec);
      return foresight.expect(spec, now, action);
    };
    const foreseen = foresee(look, { expect: expect_ }, specOf(2), null, { parts: 2 });
    expect(commands(foreseen.actions)).toEqual(['Delete 2', 'Delete 1']);
    expect(specs).toEqual([specOf(2), specOf(2)]);
  });

  it('is nothing where a plan only waits for what is under way', () => {
    const foreseen = foresee(look, foresight, specOf(3), specOf(3), { parts: 1, busy: true });
    expect(foreseen).toMatchObject({ actions: [], complete: true });
  });

  it('has follow-ups right after what they follow, and hands them over one by one', () => {
    const told: unknown[] = [];
    const action = { ...call('Create', 1), followUps: [{ ...call('Set', 1), followUps: [call('Set', 2)] }] };
    const plan = (_: Spec | null, now: Observed) => (now.parts === 0 ? { ...NONE, actions: [action] } : NONE);
    const expect_ = (_: Spec, now: Observed, each: Action) => {
      told.push('followUps' in each);
      return { parts: now.parts + 1 };
    };
    const foreseen = foresee({ plan }, { expect: expect_ }, specOf(1), specOf(1), { parts: 0 });
    expect(commands(foreseen.actions)).toEqual(['Create 1', 'Set 1', 'Set 2']);
    expect(told).toEqual([false, false, false]);
  });

  it('ends at a failure, with nothing of its round, as the operation would', () => {
    const failure = { class: 'Terminal', code: 'immutable', resource: 'r', message: 'm' } as const;
    const plan = (desired: Spec | null, now: Observed) =>
      now.parts === 2 ? { ...look.plan(desired, now), failures: [failure] } : look.plan(desired, now);
    const foreseen = foresee({ plan }, foresight, specOf(5), specOf(5), { parts: 1 });
    expect(commands(foreseen.actions)).toEqual(['Create 2']);
    expect(foreseen).toMatchObject({ failures: [failure], complete: true });
  });

  it('says when it does not lead on, and has nothing twice', () => {
    const unmoved = { expect: (_: Spec, now: Observed) => now };
    const foreseen = foresee(look, unmoved, specOf(3), specOf(3), { parts: 1 });
    expect(commands(foreseen.actions)).toEqual(['Create 2']);
    expect(foreseen.complete).toBe(false);
  });

  it('gives the options to every plan', () => {
    const seen: unknown[] = [];
    const plan = (desired: Spec | null, now: Observed, options: unknown) => {
      seen.push(options);
      return look.plan(desired, now);
    };
    foresee({ plan }, foresight, specOf(1), specOf(1), { parts: 0 }, { allowReplacement: true });
    expect(seen).toEqual([{ allowReplacement: true }, { allowReplacement: true }]);
  });

  it('ends whatever plan and expect do', () => {
    const action = fc.nat(400).map((part) => call('Create', part));
    const plans = fc.func(fc.array(action, { maxLength: 3 }));
    fc.assert(
      fc.property(plans, fc.func(fc.nat(1000)), (planned, next) => {
        const plan = (_: Spec | null, { parts }: Observed) => ({ ...NONE, actions: planned(parts) });
        const expect_ = (_: Spec, { parts }: Observed, { summary }: Action) => ({
          parts: next(parts, summary),
        });
        const { actions } = foresee({ plan }, { expect: expect_ }, specOf(1), specOf(1), { parts: 0 });
        expect(new Set(commands(actions)).size).toBe(actions.length);
      }),
    );
  });

  it('ends also where every round has something new', () => {
    const plan = (_: Spec | null, { parts }: Observed) => ({ ...NONE, actions: [call('Create', parts)] });
    const foreseen = foresee({ plan }, foresight, specOf(1), specOf(1), { parts: 0 });
    expect(foreseen.complete).toBe(false);
  });
});
