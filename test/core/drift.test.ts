import { driftedEvent, driftReport, driftSummary, type FoundField } from '../../core/drift.ts';

const ENVIRONMENT = { project: 'shop', environment: 'dev', operationId: 'op-1' };
const CHECKED = '2026-01-01T00:00:00.000Z';

const field = (name: string, change: Partial<FoundField> = {}): FoundField => ({
  tier: 'redis',
  resource: 'Redis shop-dev-redis in eu-west-2',
  field: name,
  state: 'changed',
  desired: 1,
  observed: 2,
  ...change,
});
const report = (...found: FoundField[]) => driftReport(ENVIRONMENT, CHECKED, found);
const fingerprint = (found: FoundField[], environment = ENVIRONMENT, checkedAt = CHECKED) =>
  driftSummary(environment, driftReport(environment, checkedAt, found)).fingerprint;

describe('the report of drift', () => {
  it('has what differs first, then what is unknown, then the rest, each in the order it was found', () => {
    const found = [
      field('a', { state: 'as-desired' }),
      field('b', { state: 'unknown' }),
      field('c'),
      field('d', { state: 'as-desired' }),
      field('e'),
    ];
    expect(report(...found).fields.map((each) => each.field)).toEqual(['c', 'e', 'b', 'a', 'd']);
  });

  it('says of which environment it is, when, and how many fields of each kind there are', () => {
    const unknown = field('b', { state: 'unknown', observed: null });
    const fine = field('a', { state: 'as-desired', observed: 1 });
    expect(report(fine, unknown, field('c'), fine, fine, field('e'))).toMatchObject({
      project: 'shop',
      environment: 'dev',
      checkedAt: CHECKED,
      summary: { asDesired: 3, changed: 2, unknown: 1 },
    });
  });

  it('shows fields whole, and nothing that a tier keeps beside them', () => {
    const whole = { ...field('port'), tier: 'aurora', beside: 'not for callers' } as FoundField;
    expect(report(whole).fields).toEqual([
      {
        tier: 'aurora',
        resource: 'Redis shop-dev-redis in eu-west-2',
        field: 'port',
        state: 'changed',
        desired: 1,
        observed: 2,
      },
    ]);
  });
});

describe('what is kept of drift', () => {
  it('is when, how much, and a fingerprint', () => {
    const summary = driftSummary(ENVIRONMENT, report(field('a'), field('b', { state: 'unknown' })));
    expect(summary).toEqual({
      checkedAt: CHECKED,
      changed: 1,
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('is the same for the same findings, whenever and in whatever order they were found', () => {
    const [a, b] = [field('a'), field('b')];
    expect(fingerprint([b, a])).toBe(fingerprint([a, b]));
    expect(fingerprint([a, b], ENVIRONMENT, '2026-01-02T00:00:00.000Z')).toBe(fingerprint([a, b]));
  });

  it('is no other for what is as desired or unknown', () => {
    const more = [field('b', { state: 'as-desired' }), field('c', { state: 'unknown' })];
    expect(fingerprint([field('a'), ...more])).toBe(fingerprint([field('a')]));
  });

  it.each<[string, Partial<FoundField>]>([
    ['tier', { tier: 'dax' }],
    ['resource', { resource: 'another' }],
    ['field', { field: 'b' }],
    ['wanted value', { desired: 3 }],
    ['value found', { observed: 3 }],
  ])('is another one for another %s', (_what, change) => {
    expect(fingerprint([field('a', change)])).not.toBe(fingerprint([field('a')]));
  });

  it('is another one after another operation, which should have repaired it', () => {
    expect(fingerprint([field('a')], { ...ENVIRONMENT, operationId: 'op-2' })).not.toBe(
      fingerprint([field('a')]),
    );
  });
});

describe('the event of drift', () => {
  const fieldsOf = (...found: FoundField[]) => {
    const { fields } = driftedEvent(report(...found)).detail;
    return fields as { field: string; desired: unknown; observed: unknown }[];
  };

  it('names the environment, what differs, and where to look and to repair', () => {
    const found = [field('port'), field('tls', { state: 'as-desired' })];
    expect(driftedEvent(report(...found))).toEqual({
      type: 'Environment Drifted',
      detail: {
        version: '1',
        project: 'shop',
        environment: 'dev',
        checkedAt: CHECKED,
        summary: { asDesired: 1, changed: 1, unknown: 0 },
        fields: [
          {
            tier: 'redis',
            resource: 'Redis shop-dev-redis in eu-west-2',
            field: 'port',
            desired: 1,
            observed: 2,
          },
        ],
        links: {
          environment: '/v1/projects/shop/environments/dev',
          drift: '/v1/projects/shop/environments/dev/drift',
          reconcile: '/v1/projects/shop/environments/dev/reconcile',
        },
      },
    });
  });

  it('has twenty fields at most', () => {
    const many = Array.from({ length: 21 }, (_, index) => field(`field-${index}`));
    expect(fieldsOf(...many).map((each) => each.field)).toEqual(many.slice(0, 20).map((each) => each.field));
  });

  it('shows lists as one text, and numbers, switches and nothing as they are', () => {
    const [list, other] = fieldsOf(
      field('a', { desired: ['sg-1', 'sg-2'], observed: [] }),
      field('b', { desired: true, observed: null }),
    );
    expect(list).toMatchObject({ desired: 'sg-1, sg-2', observed: '' });
    expect(other).toMatchObject({ desired: true, observed: null });
  });

  it('cuts what has more than a thousand characters', () => {
    const [fields] = fieldsOf(field('a', { desired: 'x'.repeat(1_000), observed: 'x'.repeat(1_001) }));
    expect(fields).toMatchObject({ desired: 'x'.repeat(1_000), observed: `${'x'.repeat(999)}…` });
  });
});
