import fc from 'fast-check';
import { NAME_LIMITS, type NamedResource, regionCode, resourceName, sanitise } from '../../core/naming.ts';
import { runs } from '../support/runs.ts';

const resources = fc.constantFrom(...(Object.keys(NAME_LIMITS) as NamedResource[]));
const word = fc.stringMatching(/^[a-z](-?[a-z0-9]){0,19}$/);
const prefixes = fc.constantFrom('', 'p-', 'plinth-', 'a1-b2-c3-d4-');
/** As `identityOf` makes them. */
const slugs = fc.tuple(prefixes, word, word).map(([prefix, project, environment]) => ({
  prefix,
  slug: `${prefix}${project}-${environment}`,
}));
/** Parts that come from code, and those that come from a request, as tables' names do. */
const parts = fc.oneof(
  fc.constantFrom('redis', 'aurora-euw2-16', 'aurora-postgresql15-cluster', 'dax-2147483647-2147483647'),
  fc.stringMatching(/^[a-z]([_-]?[a-z0-9]){0,63}$/),
  fc.string({ minLength: 1, maxLength: 600 }).map((text) => `x${text}`),
);

describe('the name of a resource', () => {
  it('has a form and a length that every service takes, begins with the prefix, and is always the same', () => {
    fc.assert(
      fc.property(resources, slugs, parts, (resource, { prefix, slug }, part) => {
        const name = resourceName(resource, slug, part);
        expect(name).toMatch(/^[a-z](-?[a-z0-9])*$/);
        expect(name.length).toBeLessThanOrEqual(NAME_LIMITS[resource]);
        expect(name.startsWith(prefix)).toBe(true);
        expect(resourceName(resource, slug, part)).toBe(name);
      }),
      runs(300),
    );
  });

  it('is another one for another environment or part, cut or not, unless they differ in spelling only', () => {
    fc.assert(
      fc.property(resources, slugs, slugs, parts, parts, (resource, one, other, part, another) => {
        const [a, b] = [`${one.slug}-${part}`, `${other.slug}-${another}`].map(sanitise);
        const [first, second] = [
          resourceName(resource, one.slug, part),
          resourceName(resource, other.slug, another),
        ];
        expect(first === second).toBe(a === b);
      }),
      runs(300),
    );
  });

  it('of one environment is another one for each of its parts', () => {
    fc.assert(
      fc.property(
        resources,
        slugs,
        fc.uniqueArray(parts, { minLength: 2, selector: sanitise }),
        (of, one, all) => {
          const names = all.map((part) => resourceName(of, one.slug, part));
          expect(new Set(names).size).toBe(new Set(all.map((part) => sanitise(`${one.slug}-${part}`))).size);
        },
      ),
      runs(200),
    );
  });
});

it('what is sanitised stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(sanitise(sanitise(text))).toBe(sanitise(text));
      expect(sanitise(text)).toMatch(/^([a-z](-?[a-z0-9])*)?$/);
    }),
    runs(300),
  );
});

/** All regions with the partitions that AWS has (2025). */
const REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1'],
  ...['sa-east-1', 'eu-central-1', 'eu-central-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'],
  ...['eu-south-1', 'eu-south-2', 'il-central-1', 'me-south-1', 'me-central-1', 'af-south-1', 'ap-east-1'],
  ...['ap-east-2', 'ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ap-northeast-1'],
  ...['ap-northeast-2', 'ap-northeast-3', 'cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1'],
];

it('no two regions of AWS have one code', () => {
  expect(new Set(REGIONS.map(regionCode)).size).toBe(REGIONS.length);
});
