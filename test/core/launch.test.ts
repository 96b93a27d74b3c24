import {
  asLaunchProblem,
  changedParameters,
  LAUNCH_OUTPUTS,
  launchData,
  parseLaunch,
  withParameters,
} from '../../core/launch.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { ProblemError, type ProblemItem } from '../../core/problem.ts';

const SMALLEST = { Project: 'shop', Environment: 'dev' };

/** What a launch is refused for. */
function refusal(properties: Record<string, unknown> | null | undefined): readonly ProblemItem[] {
  try {
    parseLaunch(properties);
  } catch (error) {
    if (error instanceof ProblemError) return error.errors;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the request of a launch', () => {
  it('has each parameter in its field, and the project beside it', () => {
    const launch = parseLaunch({
      ...SMALLEST,
      Preset: 'development',
      LandingZone: 'default',
      PrimaryRegion: 'eu-west-2',
      SecondaryRegion: 'eu-west-1',
      MigrationSet: 'gaming',
    });
    expect(launch).toEqual({
      project: 'shop',
      request: {
        environment: 'dev',
        preset: 'development',
        landingZone: 'default',
        primaryRegion: 'eu-west-2',
        secondaryRegion: 'eu-west-1',
        migrations: { set: 'gaming' },
      },
    });
  });

  it('leaves out what is empty or absent', () => {
    expect(parseLaunch({ ...SMALLEST, Preset: '', MigrationSet: '' }).request).toEqual({
      environment: 'dev',
    });
  });

  it('can ask for no migration', () => {
    const { request } = parseLaunch({ ...SMALLEST, MigrationSet: 'none' });
    expect(request.migrations).toEqual({ set: null });
  });

  it("takes no notice of CloudFormation's own properties, which are not all texts", () => {
    const own = { Handle: 'https://handle', ServiceToken: 'arn', ServiceTimeout: 3_600 };
    expect(parseLaunch({ ...SMALLEST, ...own }).request).toEqual({ environment: 'dev' });
  });
});

describe('a launch is refused', () => {
  it.each([[null], [undefined], [{}]])('that says nothing: %s', (properties) => {
    expect(refusal(properties)).toEqual([
      { parameter: 'Project', detail: 'Project is missing. Give the name of your project.' },
      { parameter: 'Environment', detail: expect.stringContaining('missing') },
    ]);
  });

  it('with a parameter that there is not, which is told with those that there are', () => {
    expect(refusal({ ...SMALLEST, Region: 'eu-west-2' })).toEqual([
      {
        parameter: 'Region',
        detail:
          'Region is not a parameter. The parameters are Project, Environment, Preset, LandingZone, PrimaryRegion, SecondaryRegion, MigrationSet.',
      },
    ]);
  });

  it.each(['toString', 'constructor'])('with a parameter named %s', (name) => {
    expect(refusal({ ...SMALLEST, [name]: 'x' })).toEqual([expect.objectContaining({ parameter: name })]);
  });

  it('with a list or number where a text has to be', () => {
    expect(refusal({ Project: ['shop'], Environment: 7 })).toEqual([
      { parameter: 'Project', detail: 'Project must be a text.' },
      { parameter: 'Environment', detail: 'Environment must be a text.' },
    ]);
  });

  it('for everything that is wrong at once, in the words of its parameters', () => {
    const items = refusal({ Project: 'SHOP', Environment: 'dev', Preset: 'huge', PrimaryRegion: 'mars' });
    expect(items.map(({ parameter }) => parameter)).toEqual(['Project', 'Preset', 'PrimaryRegion']);
    for (const { parameter, detail, pointer } of items) {
      expect(detail.startsWith(`${parameter}: `)).toBe(true);
      expect(pointer).toBeUndefined();
    }
  });

  it('for a set of migrations with a wrong name', () => {
    expect(refusal({ ...SMALLEST, MigrationSet: '../up' })).toEqual([
      expect.objectContaining({ parameter: 'MigrationSet' }),
    ]);
  });
});

describe('a problem in the words of a launch', () => {
  const problemWith = (...errors: ProblemItem[]) =>
    new ProblemError('replacement-needed', 'It is.', { errors });

  it('keeps its type, and names parameters where it had pointers', () => {
    const told = asLaunchProblem(
      problemWith(
        { pointer: '#/landingZone', detail: 'It stays.' },
        { pointer: '#/migrations/set', detail: 'It is not known.' },
        { parameter: 'project', detail: 'It is too long.' },
        { pointer: '#/aurora/port', detail: 'It stays, too.' },
      ),
    );
    expect(told.problem).toBe('replacement-needed');
    expect(told.errors).toEqual([
      { parameter: 'LandingZone', detail: 'LandingZone: It stays.' },
      { parameter: 'MigrationSet', detail: 'MigrationSet: It is not known.' },
      { parameter: 'Project', detail: 'Project: It is too long.' },
      { pointer: '#/aurora/port', detail: 'It stays, too.' },
    ]);
  });

  it('is the same one when it lists nothing', () => {
    const problem = problemWith();
    expect(asLaunchProblem(problem)).toBe(problem);
  });
});

describe('a changed launch', () => {
  it('is told by the parameters whose values differ; an absent one and an empty one are the same', () => {
    const before = { ...SMALLEST, Preset: 'development', LandingZone: '', ServiceToken: 'a' };
    const after = {
      ...SMALLEST,
      Preset: 'standard',
      SecondaryRegion: '',
      PrimaryRegion: 'eu-west-2',
      ServiceToken: 'b',
    };
    expect(changedParameters(before, after)).toEqual(['Preset', 'PrimaryRegion']);
    expect(changedParameters(before, before)).toEqual([]);
  });

  it('changes its own fields, and leaves what another door has set', () => {
    const request = {
      environment: 'dev',
      preset: 'development',
      aurora: { port: 5433 },
      primaryRegion: 'eu-west-2',
    };
    const launched = { environment: 'dev', preset: 'standard', primaryRegion: 'eu-west-1' };
    expect(withParameters(request as never, ['Preset'], launched as never)).toEqual({
      ...request,
      preset: 'standard',
    });
  });

  it('gives a field that it leaves open now back to its default', () => {
    const request = { environment: 'dev', preset: 'development', migrations: { set: 'gaming' } };
    const changed = withParameters(request as never, ['Preset', 'MigrationSet'], {
      environment: 'dev',
    } as never);
    expect(changed).toEqual({ environment: 'dev' });
  });

  it('of another project changes no field', () => {
    const request = { environment: 'dev' };
    expect(withParameters(request as never, ['Project'], { environment: 'dev' } as never)).toEqual(request);
  });
});

describe('what a launch answers', () => {
  const outputs = {
    aurora: {
      databaseName: 'app',
      masterSecretArn: 'arn:master',
      globalWriterEndpoint: 'global.example',
      primary: { writerEndpoint: 'writer.example', readerEndpoint: 'reader.example', port: 5432 },
    },
    redis: {
      primaryEndpoint: 'redis.example',
      configurationEndpoint: null,
      port: 6379,
      authTokenSecretArn: 'arn:token',
    },
    dax: { address: 'dax.example', port: 9111 },
  };
  const data = (change: object = {}) =>
    launchData({ ...outputs, ...change } as unknown as EnvironmentOutputs);

  it('is one text with a value for each output, between semicolons', () => {
    expect(data()).toBe(
      ';AuroraWriterEndpoint=global.example;AuroraReaderEndpoint=reader.example;AuroraPort=5432' +
        ';AuroraDatabaseName=app;AuroraMasterSecretArn=arn:master;RedisEndpoint=redis.example;RedisPort=6379' +
        ';RedisAuthTokenSecretArn=arn:token;DaxEndpoint=dax.example;DaxPort=9111;',
    );
  });

  it('has the writer of the primary region where there is no global database', () => {
    const aurora = { ...outputs.aurora, globalWriterEndpoint: null };
    expect(data({ aurora })).toContain(';AuroraWriterEndpoint=writer.example;');
  });

  it('has the configuration endpoint in cluster mode', () => {
    const redis = { ...outputs.redis, primaryEndpoint: null, configurationEndpoint: 'cluster.example' };
    expect(data({ redis })).toContain(';RedisEndpoint=cluster.example;');
  });

  it('has none for what is not there', () => {
    const aurora = { ...outputs.aurora, globalWriterEndpoint: null, primary: { writerEndpoint: null } };
    expect(data({ aurora })).toContain(';AuroraWriterEndpoint=none;');
  });

  it('is described, each output of it, for who reads the template', () => {
    for (const { description } of Object.values(LAUNCH_OUTPUTS)) expect(description).toMatch(/^[A-Z].+/);
  });
});
