import { randomUUID } from 'node:crypto';
import {
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Terminal } from '../core/errors.ts';
import type { Action, Clients, SecretUse } from '../core/tier.ts';

// biome-ignore lint/suspicious/noExplicitAny: clients and commands are paired by the tier's own table
type AnyClass = new (input: any) => any;

/** The SDK client and command classes of the calls that a tier may make, by service and operation name. */
export type CommandTable = Readonly<
  Record<string, { readonly client: AnyClass; readonly commands: Readonly<Record<string, AnyClass>> }>
>;

/** Sends one action. Secrets are read or generated here and go straight into the call, nowhere else. */
export async function send(clients: Clients, table: CommandTable, action: Action): Promise<void> {
  const entry = table[action.service];
  const command = entry?.commands[action.command];
  if (!entry || !command) throw new Terminal(`No tier makes the call ${action.service}:${action.command}.`);
  const input = action.secret
    ? await withSecret(clients, action.region, action.input, action.secret)
    : action.input;
  await clients.get(entry.client, action.region).send(new command(input));
}

async function withSecret(
  clients: Clients,
  region: string,
  input: Readonly<Record<string, unknown>>,
  use: SecretUse,
): Promise<Record<string, unknown>> {
  const client = clients.get(SecretsManagerClient, region);
  if (use.kind === 'read') {
    const text = await readSecret(client, use.secretId);
    return { ...input, [use.into]: secretField(text, use.field, use.secretId) };
  }
  if (use.kind === 'merge') {
    const text = await readSecret(client, String(input.SecretId));
    const merged = { ...parseObject(text), ...use.fields };
    return { ...input, SecretString: JSON.stringify(merged), ClientRequestToken: randomUUID() };
  }
  const { RandomPassword: generated } = await client.send(
    new GetRandomPasswordCommand({
      PasswordLength: use.length,
      ExcludePunctuation: use.excludePunctuation,
      ExcludeCharacters: use.excludeCharacters,
    }),
  );
  const value = use.field ? JSON.stringify({ ...use.template, [use.field]: generated }) : generated;
  return { ...input, SecretString: value };
}

/** The secret's text. The client is one of the secret's own region. */
export async function readSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!SecretString)
    throw new Terminal(`Secret ${secretId} has no text value. Store the value as SecretString.`);
  return SecretString;
}

/** A secret is either a JSON object with the field, or the bare value. Errors never show the value. */
export function secretField(text: string, field: string, secretId: string): string {
  const object = parseObject(text);
  if (!object) return text;
  const value = object[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new Terminal(
    `Secret ${secretId} has no field "${field}". Store {"${field}": "…"} or the bare value.`,
  );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
