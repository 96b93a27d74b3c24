// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
import type { BrokenRule } from '../request/messages.ts';

export const validateParameters: {
  (data: unknown): data is Record<string, unknown>;
  errors?: BrokenRule[] | null;
};
