// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
import type { BrokenRule } from '../request/messages.ts';
import type { EnvironmentRequest } from './api.ts';

export const validateRequest: {
  (data: unknown): data is EnvironmentRequest;
  errors?: BrokenRule[] | null;
};
