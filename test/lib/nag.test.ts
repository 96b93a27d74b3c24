import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { templateOf } from '../../lib/app.ts';
import { exampleApp, REGIONS } from './fixtures.ts';

const PACKS = { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks };

describe.each(REGIONS)('in %s', (region) => {
  const made = exampleApp({ context: { region } });
  templateOf(made);

  it.each(Object.entries(PACKS))('%s finds nothing that is not acknowledged on its resource', (_, Pack) => {
    const { violations } = new Pack().validateScope(made.app);
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
    expect(found).toEqual([]);
  });
});

it('acknowledges on single resources, never on a stack', () => {
  const { stack } = exampleApp();
  const KEY = 'aws:cdk:acknowledged-rules';
  expect(stack.node.metadata.filter(({ type }) => type === KEY)).toEqual([]);
});
