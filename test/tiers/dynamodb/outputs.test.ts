import { dynamoDbOutputs } from '../../../tiers/dynamodb/outputs.ts';
import { global, observedAll, single } from './fixtures.ts';

const arn = (region: string) => `arn:aws:dynamodb:${region}:123456789012:table/shop-dev-games`;

describe('outputs of the DynamoDB tier', () => {
  it('names table and stream of each region', () => {
    expect(dynamoDbOutputs(observedAll(global))).toEqual({
      tables: {
        games: {
          name: 'shop-dev-games',
          arns: { 'eu-west-2': arn('eu-west-2'), 'eu-west-1': arn('eu-west-1') },
          streamArns: {
            'eu-west-2': `${arn('eu-west-2')}/stream/2026`,
            'eu-west-1': `${arn('eu-west-1')}/stream/2026`,
          },
        },
      },
    });
  });

  it('has one region without global tables', () => {
    expect(Object.keys(dynamoDbOutputs(observedAll(single)).tables.games?.arns ?? {})).toEqual(['eu-west-2']);
  });
});
