/**
 * JSON schemas (draft 7) of the details of Plinth's events, in and out. They are made from openapi.yaml, so that a
 * request, a problem and the outputs are the same through every door.
 */

const DRAFT = 'http://json-schema.org/draft-07/schema#';
const VERSION = { const: '1', description: 'Version of this detail. Another one is another schema.' };
const text = (description) => ({ type: 'string', description });
const nullable = (schema) => ({ ...schema, type: [schema.type, 'null'] });
const time = (description) => ({ type: 'string', format: 'date-time', description });
const ref = (name) => ({ $ref: `#/definitions/${name}` });

/** Every property is required unless it is named in `optional`. */
function detail(title, description, properties, optional = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return {
    $schema: DRAFT,
    title,
    description,
    type: 'object',
    additionalProperties: false,
    required,
    properties,
  };
}

const ERROR = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'detail'],
  properties: {
    type: text('The class of the error.'),
    detail: text('What happened, and what to do about it.'),
  },
};

const SUBJECT = {
  version: VERSION,
  project: text('Name of the project.'),
  environment: text('Name of the environment in its project.'),
  operationId: text('The operation. An event may come more than once: operation and type tell.'),
  kind: {
    type: 'string',
    enum: ['create', 'update', 'reconcile', 'delete'],
    description: 'What the operation does; reconcile repairs what has drifted.',
  },
  links: {
    type: 'object',
    additionalProperties: false,
    required: ['operation', 'environment', 'outputs'],
    description: 'Paths of the API, relative to its root.',
    properties: { operation: text('GET'), environment: text('GET'), outputs: text('GET') },
  },
};

const END = {
  ...SUBJECT,
  requestedBy: text('Who asked: an ARN, event:<source>:<account>, or catalog:<stack>.'),
  endedAt: time('When the operation ended.'),
};

function schemas(project, definitions) {
  const { properties: step } = definitions.OperationStep;
  const outputs = {
    oneOf: [ref('Outputs'), { type: 'null' }],
    description: 'Null when too long for an event: see links.',
  };
  return {
    'environment-requested': detail(
      'Environment Requested',
      'Asks for an environment. Sent to the bus by anybody whose source does not begin with plinth.',
      { version: VERSION, project, request: ref('EnvironmentRequest') },
    ),
    'environment-request-rejected': detail(
      'Environment Request Rejected',
      'An Environment Requested event was refused; nothing has been created.',
      {
        version: VERSION,
        eventId: text('Id of the refused event.'),
        source: text('Source of the refused event.'),
        account: text('Account that sent the refused event.'),
        project: nullable(text('As asked for; null when it is not the name of a project.')),
        environment: nullable(text('As asked for; null when it is not the name of an environment.')),
        problem: ref('Problem'),
      },
    ),
    'environment-ready': detail('Environment Ready', 'The environment can be used.', {
      ...END,
      outputs,
    }),
    'environment-updated': detail(
      'Environment Updated',
      'A change or a repair of the environment is done; it can be used.',
      { ...END, outputs },
    ),
    'environment-failed': detail(
      'Environment Failed',
      'The operation has ended without success.',
      {
        ...END,
        status: {
          type: 'string',
          enum: ['failed', 'blocked', 'cancelled'],
          description: 'Blocked: a person can repair the cause. Cancelled: somebody asked it to stop.',
        },
        error: ERROR,
        rolledBackBy: text('Of a failed create: the operation that deletes what it has made.'),
      },
      ['rolledBackBy'],
    ),
    'environment-deleted': detail('Environment Deleted', 'Nothing is left of the environment.', END),
    'environment-expiring': detail(
      'Environment Expiring',
      'The environment is deleted by itself within the hour. Extend it: PATCH it with another expiresAfter.',
      {
        version: VERSION,
        project: SUBJECT.project,
        environment: SUBJECT.environment,
        expiresAt: time('When it is deleted. An event may come more than once: this tells.'),
        links: {
          type: 'object',
          additionalProperties: false,
          required: ['environment'],
          description: 'Paths of the API, relative to its root.',
          properties: { environment: text('GET, PATCH') },
        },
      },
    ),
    'operation-progressed': detail(
      'Operation Progressed',
      'A step of an operation has another status. Best effort: one may be missing or late.',
      {
        ...SUBJECT,
        step: {
          type: 'object',
          additionalProperties: false,
          required: Object.keys(step),
          properties: { ...step, error: { oneOf: [ERROR, { type: 'null' }] } },
        },
      },
    ),
  };
}

/** The definitions that a schema needs, and no others. */
function withDefinitions(schema, definitions) {
  const needed = new Map();
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    const name = typeof node.$ref === 'string' ? node.$ref.split('/').at(-1) : undefined;
    if (name && !needed.has(name)) {
      needed.set(name, definitions[name]);
      visit(definitions[name]);
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(schema);
  return needed.size === 0 ? schema : { ...schema, definitions: Object.fromEntries([...needed].sort()) };
}

/**
 * @param {Record<string, any>} definitions the component schemas of openapi.yaml as JSON schema
 * @param {object} project the schema of the path parameter
 * @returns {Record<string, string>} File contents by path from the root of the repository.
 */
export function eventSchemas(definitions, project) {
  return Object.fromEntries(
    Object.entries(schemas(project, definitions)).map(([name, schema]) => [
      `schemas/events/${name}.json`,
      `${JSON.stringify(withDefinitions(schema, definitions), null, 2)}\n`,
    ]),
  );
}
