import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { areCounted, checkChanged, checkChangedExpiry, checkExpiry, checkNew } from '../../core/limits.ts';
import { type Limits, limitsOf, NO_LIMITS, parseLimits } from '../../core/limits-file.ts';
import type { ProblemError } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import type { Desired } from '../../core/spec.ts';
import { environment } from './fresh-registry.ts';

const CONFIG = join(import.meta.dirname, '../../config');
const EXAMPLE = readFileSync(join(CONFIG, 'limits.example.json'), 'utf8');
const matchesSchema = new Ajv({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(CONFIG, 'limits.schema.json'), 'utf8')),
);
const parse = (document: unknown) => parseLimits(JSON.stringify(document), 'limits.json');

describe('the file with limits', () => {
  it('gives a project what its own entry says, and the rest from the default', () => {
    const limits = parseLimits(EXAMPLE, 'example');
    expect(limitsOf(limits, 'other')).toEqual({
      environments: 20,
      monthlyUsd: 20_000,
      expiry: { presets: ['development'], maxHours: 720 },
    });
    expect(limitsOf(limits, 'shop')).toEqual({
      environments: 50,
      monthlyUsd: 20_000,
      expiry: { presets: ['development', 'staging'], maxHours: 720 },
    });
    expect(limitsOf(limits, 'payments').monthlyUsd).toBeNull();
    expect(matchesSchema(JSON.parse(EXAMPLE))).toBe(true);
  });

  it('that says nothing limits nothing but expiry', () => {
    expect(parse({})).toEqual(NO_LIMITS);
    expect(limitsOf(NO_LIMITS, 'constructor')).toEqual({
      environments: null,
      monthlyUsd: null,
      expiry: { presets: ['development'], maxHours: 720 },
    });
  });

  it('that is no JSON is an error with its name', () => {
    expect(() => parseLimits('{', 'limits.json')).toThrow(/The limits in limits\.json are not JSON/);
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'the document must be an object with the members default, projects'],
    ['an unknown member', { defaults: {} }, '/defaults is not known here'],
    [
      'a text for a number',
      { default: { environments: '5' } },
      '/default/environments must be a whole number',
    ],
    [
      'half an environment',
      { default: { environments: 0.5 } },
      '/default/environments must be a whole number',
    ],
    ['less than nothing', { default: { monthlyUsd: -1 } }, '/default/monthlyUsd must be USD a month'],
    ['a text for an amount', { default: { monthlyUsd: '5' } }, '/default/monthlyUsd must be USD a month'],
    [
      'an unknown preset',
      { default: { expiry: { presets: ['dev'] } } },
      '/default/expiry/presets/0 must be one of development, staging, standard, production, not "dev".',
    ],
    [
      'one preset for a list',
      { default: { expiry: { presets: 'development' } } },
      '/default/expiry/presets must be a list of presets.',
    ],
    ['a list of projects', { projects: [] }, '/projects must be an object with a project a member.'],
    [
      'a project with a digit first',
      { projects: { '1shop': {} } },
      '/projects/1shop must be named as a project',
    ],
    [
      'a project with a hyphen last',
      { projects: { 'shop-': {} } },
      '/projects/shop- must be named as a project',
    ],
    [
      'a project with a name that is too long',
      { projects: { ['a'.repeat(41)]: {} } },
      `/projects/${'a'.repeat(41)} must be named as a project`,
    ],
    [
      'no time',
      { projects: { shop: { expiry: { maxHours: 0 } } } },
      '/projects/shop/expiry/maxHours must be a whole number of hours from 1 on, not 0.',
    ],
    [
      'a name that is no project',
      { projects: { 'Shop/1': {} } },
      '/projects/Shop~11 must be named as a project',
    ],
    [
      'a typo in a project',
      { projects: { shop: { enviroments: 1 } } },
      '/projects/shop/enviroments is not known',
    ],
  ])('with %s is refused, naming the place, and so says its schema', (_, document, message) => {
    expect(() => parse(document)).toThrow(`The limits in limits.json are wrong: ${message}`);
    expect(matchesSchema(document)).toBe(false);
  });
});

it('the smallest values are values', () => {
  const smallest = { environments: 0, monthlyUsd: 0.5, expiry: { presets: [], maxHours: 1 } };
  expect(parse({ default: smallest, projects: { ['a'.repeat(40)]: {} } }).default).toEqual(smallest);
  expect(parse({ default: { monthlyUsd: 0 } }).default.monthlyUsd).toBe(0);
});

const limited = (own: Partial<Limits['default']>): Limits => ({
  default: { ...NO_LIMITS.default, ...own },
  projects: {},
});
/** Costs what it says. */
const costing = (usd: number, preset = 'development', isProtected = false) =>
  ({
    preset,
    usd,
    aurora: { deletionProtection: isProtected },
    dynamodb: { deletionProtection: false },
  }) as unknown as Desired;
const price = (desired: Desired) => (desired as unknown as { usd: number }).usd;
const asked = (desired: Desired, name = 'new') => ({ project: 'shop', environment: name, desired });
const others = ['a', 'b'].map((name) => environment(name, { desired: costing(100) }));

function problemOf(check: () => void): ProblemError | null {
  try {
    check();
    return null;
  } catch (error) {
    return error as ProblemError;
  }
}

it.each([
  [{}, false],
  [{ environments: 0 }, true],
  [{ monthlyUsd: 0 }, true],
])('whether a project with the limits %j has to be counted: %s', (own, counted) => {
  expect(areCounted(limited(own), 'shop')).toBe(counted);
});

describe('a limit on the number', () => {
  it('counts one as one', () => {
    const [one] = others;
    const problem = problemOf(() =>
      checkNew(limited({ environments: 1 }), asked(costing(1)), one ? [one] : [], price),
    );
    expect(problem?.message).toContain('has 1 environment and asks');
  });

  it('is told with what there is, what is asked for and the limit', () => {
    const problem = problemOf(() => checkNew(limited({ environments: 2 }), asked(costing(1)), others, price));
    expect(problem).toMatchObject({ problem: 'limit-exceeded', status: 403 });
    expect(problem?.message).toMatch(/has 2 environments and asks for 1 more; its limit is 2\./);
  });

  it.each<[string, number | null, string]>([
    ['below it', 3, 'new'],
    ['of an environment that goes on', 2, 'a'],
    ['of one that goes on where the limit has become smaller', 1, 'a'],
    ['without one', null, 'new'],
  ])('does not keep from a create %s', (_, environments, name) => {
    expect(
      problemOf(() => checkNew(limited({ environments }), asked(costing(1), name), others, price)),
    ).toBeNull();
  });
});

describe('a limit on the cost', () => {
  const limits = limited({ monthlyUsd: 250 });
  it('counts all environments of the project, and tells the numbers', () => {
    expect(problemOf(() => checkNew(limits, asked(costing(50)), others, price))).toBeNull();
    const problem = problemOf(() => checkNew(limits, asked(costing(50.2)), others, price));
    expect(problem).toMatchObject({ problem: 'limit-exceeded' });
    expect(problem?.message).toMatch(/cost 200 USD a month and new would cost 51 USD.*limit of 250 USD/);
  });

  it('counts a changed environment as it would be', () => {
    const change = (from: number, to: number, limit = limits) =>
      problemOf(() =>
        checkChanged(limit, { ...asked(costing(to), 'a'), previous: costing(from) }, others, price),
      );
    expect(change(100, 150)).toBeNull();
    expect(change(100, 151)).toMatchObject({ problem: 'limit-exceeded' });
    // Over it already: what does not make it worse is allowed.
    expect(change(100, 100, limited({ monthlyUsd: 10 }))).toBeNull();
    expect(change(100, 99, limited({ monthlyUsd: 10 }))).toBeNull();
  });
});

it('a limit on the cost counts the others as they are, and the changed one only as it would be', () => {
  const existing = [environment('a', { desired: costing(10) }), environment('b', { desired: costing(200) })];
  const change = { ...asked(costing(60), 'a'), previous: costing(10) };
  expect(
    problemOf(() => checkChanged(limited({ monthlyUsd: 259 }), change, existing, price))?.message,
  ).toContain('cost 200 USD a month and a would cost 60 USD');
  expect(problemOf(() => checkChanged(limited({ monthlyUsd: 260 }), change, existing, price))).toBeNull();
});

describe('the rule for expiry', () => {
  const check = (expiresAfter: string | undefined, desired: Desired, limits = NO_LIMITS) =>
    problemOf(() =>
      checkExpiry(limits, {
        project: 'shop',
        request: { environment: 'new', ...(expiresAfter && { expiresAfter }) },
        desired,
      }),
    );

  it.each<[string | undefined, Desired]>([
    ['30d', costing(1)],
    ['720h', costing(1)],
    ['1m', costing(1)],
    [undefined, costing(1, 'production', true)],
  ])('lets %s pass', (life, desired) => expect(check(life, desired)).toBeNull());

  it('tells all that is wrong, each about the field', () => {
    const problem = check('31d', costing(1, 'production', true));
    expect(problem?.errors.map(({ pointer }) => pointer)).toEqual(Array(3).fill('#/expiresAfter'));
    expect(problem?.message).toMatch(/only with preset development, not with production/);
    expect(problem?.message).toMatch(/\(31d\) is longer than the 720 hours/);
  });

  it('names the presets that may', () => {
    const two = limited({ expiry: { presets: ['development', 'staging'], maxHours: 1 } });
    expect(check('1h', costing(1, 'production'), two)?.message).toMatch(
      /only with preset development or staging,/,
    );
  });

  it('says which protection to take off', () => {
    const both = {
      ...costing(1),
      aurora: { deletionProtection: true },
      dynamodb: { deletionProtection: true },
    };
    expect(check('1h', costing(1, 'development', true))?.message).toContain(
      'Set aurora.deletionProtection to false,',
    );
    expect(check('1h', both as Desired)?.message).toContain(
      'Set aurora.deletionProtection and dynamodb.deletionProtection to false,',
    );
  });

  it('says so when no preset may', () => {
    const none = limited({ expiry: { presets: [], maxHours: 1 } });
    expect(check('1h', costing(1), none)?.message).toMatch(/allowed with no preset/);
  });

  const change = (before: Partial<EnvironmentRecord>, after: Desired, expiresAt: string | null) =>
    problemOf(() =>
      checkChangedExpiry(NO_LIMITS, {
        environment: environment('a', before),
        request: { environment: 'a', expiresAfter: '8d' },
        desired: after,
        expiresAt,
      }),
    );
  const staging = { desired: costing(1, 'staging'), expiresAt: 'then' };

  it('is not held against what a change leaves as it was', () => {
    expect(change(staging, costing(2, 'staging'), 'then')).toBeNull();
    expect(change(staging, costing(2, 'production', true), null)).toBeNull();
    const wasProtected = { ...staging, desired: costing(1, 'staging', true) };
    expect(change(wasProtected, costing(2, 'staging', true), 'then')).toBeNull();
  });

  it('tells how long the life is that was asked for, and all that is wrong', () => {
    const problem = change(staging, costing(1, 'production', true), 'then');
    expect(problem?.errors).toEqual([
      {
        pointer: '#/expiresAfter',
        detail: expect.stringMatching(
          /^expiresAfter \(8d\) is allowed .* team\. does not go with .* Or keep/,
        ),
      },
    ]);
  });

  it.each<[string, Desired, string, RegExp]>([
    ['another expiry', costing(1, 'staging'), 'later', /not with staging/],
    ['another preset', costing(1, 'production'), 'then', /not with production.*\{"expiresAfter": null\}/],
    ['protection', costing(1, 'staging', true), 'then', /does not go with deletion protection/],
  ])('is held against %s', (_, after, expiresAt, message) => {
    expect(change(staging, after, expiresAt)?.message).toMatch(message);
  });
});
