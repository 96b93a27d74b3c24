import fc from 'fast-check';
import { type Answer, type Asked, planDifference, planIdOf } from '../../core/plan-id.ts';
import type { Action } from '../../core/tier.ts';

const asked: Asked = { kind: 'update', project: 'shop', environment: 'dev', about: 'x' };
const actions = fc.array(
  fc.record({
    service: fc.constantFrom('rds', 'dax'),
    region: fc.constantFrom('eu-west-2', 'eu-west-1'),
    command: fc.constantFrom('CreateDBCluster', 'ModifyDBCluster'),
    input: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<unknown>),
    summary: fc.string(),
  }),
);
const answer = (some: readonly Action[]): Answer => ({
  actions: some,
  failures: [],
  desired: { a: 1, b: 2 },
});

/** Members in the opposite order. */
const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse());

describe('the id of a plan', () => {
  it('is equal when the same is asked and the same would be done, whatever the order of members', () => {
    fc.assert(
      fc.property(actions, (some) => {
        const turned = some.map((action) => ({ ...action, input: reversed(action.input) }));
        const again = { ...answer(turned), desired: { b: 2, a: 1 } };
        expect(planIdOf(asked, again)).toBe(planIdOf(asked, answer(some)));
        expect(planIdOf(asked, again)).toMatch(/^plan-[0-9a-f]{12}-[0-9a-f]{24}$/);
      }),
    );
  });

  it('differs in its second part when an action is missing, another one, or has another input', () => {
    fc.assert(
      fc.property(actions, fc.nat(), (some, index) => {
        fc.pre(some.length > 0);
        const at = index % some.length;
        const changed = some.map((action, each) =>
          each === at ? { ...action, input: { ...action.input, added: { to: 'it' } } } : action,
        );
        const [id, ...others] = [some, changed, some.toSpliced(at, 1)].map((each) =>
          planIdOf(asked, answer(each)),
        );
        for (const other of others) expect(planDifference(id ?? '', other)).toBe('other-observation');
      }),
    );
  });

  it('differs for another failure and another desired document', () => {
    const failure = { class: 'Terminal', code: 'unusable', resource: 'r', message: 'm' } as const;
    const id = planIdOf(asked, answer([]));
    expect(planDifference(id, planIdOf(asked, { ...answer([]), failures: [failure] }))).toBe(
      'other-observation',
    );
    expect(planDifference(id, planIdOf(asked, { ...answer([]), desired: null }))).toBe('other-observation');
    for (const change of [{ code: 'not-ours' as const }, { resource: 'q' }, { message: 'n' }]) {
      const ids = [failure, { ...failure, ...change }].map((each) =>
        planIdOf(asked, { ...answer([]), failures: [each] }),
      );
      expect(new Set(ids).size).toBe(2);
    }
  });

  it('does not differ from itself', () => {
    const id = planIdOf(asked, answer([]));
    expect(planDifference(id, id)).toBeNull();
  });

  it('is of another request when any digit of its first part is another one', () => {
    const second = '0'.repeat(24);
    expect(planDifference(`plan-00000000000a-${second}`, `plan-00000000000b-${second}`)).toBe(
      'other-request',
    );
  });

  it.each([{ kind: 'reconcile' }, { project: 'other' }, { environment: 'test' }, { about: 'y' }])(
    'differs in its first part for %j',
    (change) => {
      const other = planIdOf({ ...asked, ...change }, answer([]));
      expect(planDifference(planIdOf(asked, answer([])), other)).toBe('other-request');
    },
  );

  it('that is none is of another request', () => {
    expect(planDifference('plan-1', planIdOf(asked, answer([])))).toBe('other-request');
  });
});
