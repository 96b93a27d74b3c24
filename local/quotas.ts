/** Account quotas by service and name; what is not set has AWS's default. Mutable: a test may lower one while the cloud runs. */
export interface Quotas {
  rds?: Record<string, number>;
  elasticache?: Record<string, number>;
  dax?: Record<string, number>;
  dynamodb?: Record<string, number>;
}

const SERVICES = ['rds', 'elasticache', 'dax', 'dynamodb'];

/**
 * Quotas as a person gives them in a variable: JSON such as `{"rds": {"DBInstances": 3}}`.
 * @throws Error naming the place and the fix
 */
export function parseQuotas(text: string): Quotas {
  const example = 'Write JSON such as {"rds": {"DBInstances": 3}}.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`PLINTH_QUOTAS is not JSON. ${example}`);
  }
  if (!isObject(value)) throw new Error(`PLINTH_QUOTAS is not an object. ${example}`);
  for (const [service, quotas] of Object.entries(value)) {
    if (!SERVICES.includes(service))
      throw new Error(`PLINTH_QUOTAS has no service ${service}. The services are ${SERVICES.join(', ')}.`);
    if (!isObject(quotas)) throw new Error(`PLINTH_QUOTAS: ${service} must be an object. ${example}`);
    for (const [name, max] of Object.entries(quotas))
      if (!Number.isInteger(max) || (max as number) < 0)
        throw new Error(`PLINTH_QUOTAS: ${service} ${name} must be a whole number from 0.`);
  }
  return value as Quotas;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
