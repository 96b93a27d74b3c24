import { SMALL } from '../../../e2e/support/plinth.ts';
import { operation } from '../support/common-life.ts';
import { prove } from '../support/prove.ts';

prove(
  'migrate',
  async (plinth) => {
    const body = { ...SMALL, migrations: { set: 'gaming' } };
    const ended = await operation(plinth, 'POST', '/v1/projects/shop/environments', body);
    expect(ended).toMatchObject({ status: 'succeeded' });
  },
  { engines: true },
);
