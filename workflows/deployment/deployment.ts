/** A deployment as the parts of its story handle it: what was launched, whom it calls. */
import { deploymentCalls, type DeploymentCall, type DeploymentCommand, type DeploymentState, type Launch } from '../../domain/deployment/deployment.ts';
import type { DeploymentStep } from '../../domain/deployment/steps.ts';
import { callOutside, type OutsideAnswer } from '../journey/call-outside.ts';
import type { Journey } from '../journey/journey.ts';
import { outsideOf, type Outside } from './outside.ts';

export type Deployment = Journey<DeploymentState, DeploymentCommand>;

export function launchOf(deployment: Pick<Deployment, 'state'>): Launch {
  const { launch } = deployment.state();
  if (!launch) throw new Error('a deployment runs before it was launched');
  return launch;
}

/** Calls an outside system as long as the deployment is in this step, or what is given says so. */
export function call<T>(
  deployment: Deployment, name: DeploymentCall, wanted: DeploymentStep | ((state: DeploymentState) => boolean), run: (outside: Outside) => Promise<T>,
): Promise<OutsideAnswer<T>> {
  const { policy } = launchOf(deployment);
  return callOutside<DeploymentState, DeploymentCall, T>(deployment, {
    name, system: deploymentCalls[name], againEveryMs: policy.outsideCalls.againEveryMs, run: () => run(outsideOf(policy)),
    wanted: typeof wanted === 'function' ? wanted : ({ phase }) => phase === wanted,
  });
}
