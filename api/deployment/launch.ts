/** Launching a deployment (D-01): facts are read here and travel in the command; the journey starts once per command id. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { readCustomerPlace } from '../../db/deployment/reads.ts';
import { launchedFor, takeOrder } from '../../db/deployment/launch-files.ts';
import { readOrder } from '../../db/order/orders.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { currentPolicies, readDate } from '../../db/policy/store.ts';
import { nextNumber } from '../../db/numbers.ts';
import { calendarBusinessDays } from '../../domain/calendar/businessDays.ts';
import { backwardSchedule } from '../../domain/deployment/backward.ts';
import { siteKey, type Launch } from '../../domain/deployment/deployment.ts';
import { operatorCalendar } from '../../domain/calendar/freeze.ts';
import { deliveryPolicies, freezeDeliveryPolicy } from '../../domain/deployment/freeze-policy.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { deploymentSummary } from '../../workflows/deployment/details.ts';
import { deploymentWorkflowType, openUpdate, searchAttributes, type DeploymentStart } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { problem } from '../http/problem.ts';
import { open, type JourneyServices } from '../journey/act.ts';
import { replacedRefusals, takeReplaced } from './replaced.ts';

/** What `checkLaunch` may refuse with. */
export const launchCheckRefusals = ['D-01.unknown-customer', 'D-01.target-date-past', 'C-08.signed-in-the-future', 'D-08.obl-not-offered'] as const satisfies readonly ErrorCode[];
/** What a launch may be refused with. */
export const launchRefusals = [...launchCheckRefusals, 'D-01.order-launched', 'S-05.order-not-handed-over', ...replacedRefusals, 'outcome-unknown'] as const satisfies readonly ErrorCode[];

export interface LaunchTerms {
  readonly nowMs: number;
  readonly scope: Scope;
  /** S-05: it hands over the order of ours that the file names; nothing else launches one. */
  readonly handsOver?: true;
  /** What the services that its sites replace are left for; by default a change of offer (C-08). */
  readonly succession?: NonNullable<Launch['succession']>;
}

/**
 * @returns the deployment's id.
 * @throws {Problem} when the customer does not exist, the target date is past, an OBL is unknown or the order has a deployment; nothing is started then.
 */
export async function launchDeployment(
  services: JourneyServices, file: LaunchFile, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>, { nowMs, scope, handsOver, succession = { origin: 'change', endsOldOn: null } }: LaunchTerms,
): Promise<string> {
  const { pool } = services;
  // Checked before the first attempt takes its number: a repetition finds a launch that was accepted then, be it past midnight now.
  const deploymentId = await allocate(async () => {
    const today = await readDate(pool, nowMs);
    await checkLaunch(pool, file, today, scope);
    if (!handsOver && await readOrder(pool, file.orderNumber)) throw problem(refuse('S-05.order-not-handed-over', { orderNumber: file.orderNumber }, '/orderNumber'));
    demandNoOther(file, await launchedFor(pool, file));
    const { endsOldOn } = succession;
    if (endsOldOn !== null && endsOldOn < today) throw problem(refuse('C-08.ends-in-the-past', { date: endsOldOn, today }, '/endsOldOn'));
    const made = await nextNumber(pool, 'AFF', Number(today.slice(0, 4)));
    await takeReplaced(pool, made, file);
    return made;
  });
  const { values, versions } = await currentPolicies(pool, deliveryPolicies);
  demandNoOther(file, await takeOrder(pool, deploymentId, file));
  const centre = (await readCustomerPlace(pool, file.customerId))?.centre ?? null;
  const { customerId, orderNumber, market, targetActivationDate, signedOn, purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy, electronicSignature, electronicMandate } = file;
  const launch: Launch = {
    deploymentId, customerId, ...(centre === null ? {} : { centre }), orderNumber, market, targetActivationDate, ...(signedOn === undefined ? {} : { signedOn }),
    order: { purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy, electronicSignature, electronicMandate },
    schedule: backwardSchedule(values['lead-times'], targetActivationDate, calendarBusinessDays(operatorCalendar(values.calendars)).add),
    sites: file.sites.map(({ accessType, eligibility, replaces }, index) => ({ site: siteKey(index), accessType, eligible: [...new Set((eligibility ?? []).map(({ obl }) => obl))], ...(replaces ? { replaces } : {}) })),
    ...(file.sites.some(({ replaces }) => replaces) ? { succession } : {}),
    policy: freezeDeliveryPolicy(values, versions, nowMs),
  };
  const start: DeploymentStart = { journeyId: deploymentId, opening: { command: { type: 'launch', launch }, meta } };
  await open(services, deploymentId, openUpdate, { meta }, new WithStartWorkflowOperation(deploymentWorkflowType, {
    workflowId: workflowIdOf(deploymentId),
    taskQueue: taskQueues.journeys,
    args: [start],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: deploymentSummary(launch),
    typedSearchAttributes: [
      { key: searchAttributes.customer, value: launch.customerId },
      { key: searchAttributes.market, value: launch.market },
      { key: searchAttributes.phase, value: 'techno-commercial-approval' },
      { key: searchAttributes.owner, value: 'presales-engineer' },
    ],
  }));
  return deploymentId;
}

/** One signed order is one deployment, which its collection joins (D-26). */
function demandNoOther({ orderNumber }: LaunchFile, deployment: string | null): void {
  if (deployment !== null) throw problem(refuse('D-01.order-launched', { orderNumber, deployment }, '/orderNumber'));
}

/** @throws {Problem} `D-01.unknown-customer`, `D-01.target-date-past`, and `D-08.obl-not-offered` where a site's evidence names an OBL that nobody knows. @param at where the file stands in what was asked */
export async function checkLaunch(pool: JourneyServices['pool'], file: LaunchFile, today: string, scope: Scope, at = ''): Promise<void> {
  // C-05: a customer whom he does not see is none that he may know of.
  if (!(await readCustomerPlace(pool, file.customerId)) || !(await seesCustomer(pool, scope, file.customerId))) throw problem(refuse('D-01.unknown-customer', { customerId: file.customerId }, `${at}/customerId`));
  // S-04: its evidence is that of the signature; without one nothing would prove it (D-31).
  if (file.electronicMandate && !file.electronicSignature) throw problem(refuse('malformed-request'), { faults: [{ in: 'body', pointer: `${at}/electronicMandate`, code: 'invalid', parameters: { reason: 'an electronic mandate is given with an electronic signature' } }] });
  if (file.targetActivationDate < today) {
    throw problem(refuse('D-01.target-date-past', { date: file.targetActivationDate }, `${at}/targetActivationDate`));
  }
  if (file.signedOn !== undefined && file.signedOn > today) throw problem(refuse('C-08.signed-in-the-future', { date: file.signedOn }, `${at}/signedOn`));
  const { values } = await currentPolicies(pool, ['obls']);
  const obls = Object.keys(values.obls.obls);
  for (const [index, { eligibility = [] }] of file.sites.entries()) {
    const unknown = eligibility.findIndex(({ obl }) => !obls.includes(obl));
    const obl = eligibility[unknown]?.obl;
    if (obl !== undefined) throw problem(refuse('D-08.obl-not-offered', { obl, obls: obls.join(', ') }, `${at}/sites/${index}/eligibility/${unknown}/obl`));
  }
}
