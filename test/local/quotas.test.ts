import { parseQuotas } from '../../local/quotas.ts';

it('takes quotas by service and name', () => {
  expect(parseQuotas('{"rds": {"DBInstances": 3}, "dax": {"Nodes": 0}}')).toEqual({
    rds: { DBInstances: 3 },
    dax: { Nodes: 0 },
  });
});

it.each([
  ['what is not JSON', 'rds=3', /PLINTH_QUOTAS is not JSON/],
  ['a list', '[]', /is not an object/],
  ['a service that has none', '{"s3": {}}', /no service s3.*rds, elasticache, dax, dynamodb/],
  ['a number for a service', '{"rds": 3}', /rds must be an object/],
  ['a text for a quota', '{"rds": {"DBInstances": "3"}}', /rds DBInstances must be a whole number/],
  ['less than nothing', '{"rds": {"DBInstances": -1}}', /rds DBInstances must be a whole number/],
])('refuses %s, with the place', (_what, text, message) => {
  expect(() => parseQuotas(text)).toThrow(message);
});
