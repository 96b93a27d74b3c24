import {
  NAME_LIMITS,
  type NamedResource,
  parseNamePrefix,
  regionCode,
  resourceName,
  sanitise,
} from '../../core/naming.ts';

describe('resourceName', () => {
  it('joins slug and part where they fit', () => {
    expect(resourceName('dbCluster', 'shop-dev', 'aurora')).toBe('shop-dev-aurora');
  });

  it.each(Object.keys(NAME_LIMITS) as NamedResource[])('keeps a %s within its limit', (resource) => {
    const name = resourceName(resource, 'global-gaming-platform-production', `part-${'x'.repeat(600)}`);
    expect(name.length).toBeLessThanOrEqual(NAME_LIMITS[resource]);
    expect(name).toMatch(/^[a-z](-?[a-z0-9])*$/);
  });

  it('cuts no name that is exactly as long as it may be', () => {
    const slug = 'a'.repeat(NAME_LIMITS.daxCluster - '-dax'.length);
    expect(resourceName('daxCluster', slug, 'dax')).toBe(`${slug}-dax`);
    expect(resourceName('daxCluster', `${slug}a`, 'dax')).toMatch(/^a{13}-[0-9a-f]{6}$/);
  });

  it('has one hyphen before the hash, wherever the cut falls', () => {
    expect(resourceName('daxCluster', 'twelve-chars-and-more', 'dax')).toMatch(/^twelve-chars-[0-9a-f]{6}$/);
  });

  it('keeps cut names of different environments apart, and is the same every time', () => {
    const first = resourceName('daxCluster', 'global-gaming-platform-production', 'dax');
    expect(first).not.toBe(resourceName('daxCluster', 'global-gaming-platform-preview', 'dax'));
    expect(first).toBe(resourceName('daxCluster', 'global-gaming-platform-production', 'dax'));
  });
});

it.each([
  ['A__b', 'a-b'],
  ['9lives', 'lives'],
  ['42-1st-shop', 'st-shop'],
  ['a--b-', 'a-b'],
])('sanitise(%s) is %s', (text, expected) => {
  expect(sanitise(text)).toBe(expected);
});

it.each([
  ['eu-west-2', 'euw2'],
  ['us-east-1', 'use1'],
  ['ap-southeast-1', 'apse1'],
  ['eu-central-1', 'euc1'],
  ['ca-west-1', 'caw1'],
  ['ap-northeast-3', 'apne3'],
])('regionCode(%s) is %s', (region, code) => {
  expect(regionCode(region)).toBe(code);
});

describe('parseNamePrefix', () => {
  it.each(['plinth-', 'p-', 'a1-b2-', 'twelve-char-'])('takes %s', (prefix) => {
    expect(parseNamePrefix(prefix)).toBe(prefix);
  });

  it.each(['', 'plinth', 'Plinth-', '1-', '-', 'a--', 'longer-than-it-may-be-'])('refuses "%s"', (prefix) => {
    expect(() => parseNamePrefix(prefix)).toThrow(/The name prefix .* such as plinth-\./);
  });

  it('is what a shortened name still begins with', () => {
    expect(resourceName('daxCluster', 'plinth-global-gaming-platform-production', 'dax')).toMatch(
      /^plinth-global-[0-9a-f]{6}$/,
    );
  });
});
