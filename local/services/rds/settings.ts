/** What a test, or a person who plays a broken cloud, may turn. Values count from the next call on. */
export interface RdsSettings {
  /**
   * Must an encrypted secondary cluster bring a PreSignedUrl? *assumed* to be so, because the historic API demanded
   * it: then the path that makes one is exercised.
   */
  requirePreSignedUrl: boolean;
  /** Narrows, per region, what can be ordered. Absent: everything in the catalogue. */
  readonly orderable: Map<
    string,
    { readonly versions?: readonly string[]; readonly classes?: readonly string[] }
  >;
  /** Where the reason of a failed engine goes. The resource itself only says `failed`. */
  report: (line: string) => void;
}

export function defaultSettings(): RdsSettings {
  return {
    requirePreSignedUrl: true,
    orderable: new Map(),
    report: (line) => void process.stderr.write(`${line}\n`),
  };
}
