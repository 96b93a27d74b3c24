/**
 * A condition on who a service works for, where no guide says that the service tells it: without IfExists a service that
 * does not would be refused, alarms be lost without a word, and every launch fail.
 */
export const ofThisAccount = (account: string) => ({
  StringEqualsIfExists: { 'aws:SourceAccount': account },
});
