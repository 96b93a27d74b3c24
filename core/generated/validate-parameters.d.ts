// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
import type { ErrorObject } from 'ajv';

export const validateParameters: {
  (data: unknown): data is Record<string, unknown>;
  errors?: ErrorObject[] | null;
};
