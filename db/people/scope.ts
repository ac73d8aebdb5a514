/** A scope as SQL (C-05): the one place that says which customers somebody sees. */
import type { Scope } from '../../domain/people/scope.ts';
import type { Client, Pool } from '../pool.ts';

/** How far a scope goes, as its condition is written. */
export function reachOf(scope: Scope): 'all' | 'own' | 'part' | 'own-customers' {
  return scope.reach === 'part' && scope.centres.length === 0 ? 'own-customers' : scope.reach;
}

/**
 * A condition on the id of a customer, to be joined to a query by AND.
 * @param column the id, as the query names it; its null is seen by `all` only
 * @param values of the query: those of the condition are added at its end. The text depends on `reachOf(scope)`: so must the name of a prepared statement.
 */
export function inScope(scope: Scope, column: string, values: unknown[]): string {
  switch (scope.reach) {
    case 'all': return 'true';
    // Asked once, not for each row that is looked at.
    case 'own': return `${column} = (SELECT survivor_of($${values.push(scope.customerId)}))`;
    case 'part': {
      // Few customers among very many: what they have is fetched by each of them, not looked for among what all have.
      if (reachOf(scope) === 'own-customers') return `${column} = ANY (ARRAY(SELECT seen.id FROM customers AS seen WHERE seen.account_manager = $${values.push(scope.accountManager)}))`;
      const centres = values.push(scope.centres);
      // A subject, or null, which is nobody's account manager.
      return `EXISTS (SELECT FROM customers AS seen WHERE seen.id = ${column} AND (seen.centre = ANY ($${centres}) OR seen.account_manager = $${values.push(scope.accountManager)}))`;
    }
  }
}

/** As `inScope`, of what may belong to no customer: that is anybody's of the house. */
export function inScopeOrNobodys(scope: Scope, column: string, values: unknown[]): string {
  return scope.reach === 'own' ? inScope(scope, column, values) : `(${column} IS NULL OR ${inScope(scope, column, values)})`;
}

/** Whether somebody sees what belongs to a customer; asks the database where he does not see all. */
export async function seesCustomer(pool: Pick<Pool | Client, 'query'>, scope: Scope, customerId: string): Promise<boolean> {
  // The record that he signs in for may have been merged into another (C-09).
  if (scope.reach === 'all' || (scope.reach === 'own' && scope.customerId === customerId)) return true;
  const values: unknown[] = [customerId];
  const { rowCount } = await pool.query({ name: `sees-customer-${reachOf(scope)}`, text: `SELECT WHERE ${inScope(scope, 'survivor_of($1)', values)}`, values });
  return rowCount === 1;
}
