/** Beside the story: the customer who withdrew has it confirmed without delay, and the coordinator knows (C-08). */
import { isWithdrawalToTell } from '../../domain/deployment/withdrawal.ts';
import { call, type Deployment } from './deployment.ts';

export async function confirmWithdrawal(deployment: Deployment): Promise<void> {
  await deployment.until((state) => state.endedAtMs !== null || isWithdrawalToTell(state));
  const { withdrawal, coordinator, endedAtMs } = deployment.state();
  if (endedAtMs !== null || !withdrawal) return;
  const { declaredOn } = withdrawal;
  await call(deployment, 'send-withdrawal', isWithdrawalToTell, ({ notices }) => notices('Rétractation confirmée au client').sendWithdrawal({ deploymentId: deployment.id, declaredOn }));
  if (coordinator !== null) {
    await call(deployment, 'send-withdrawal', isWithdrawalToTell, ({ notices }) => notices('Rétractation dite au coordinateur').sendInternal({
      deploymentId: deployment.id, site: null, key: 'withdrawal', to: 'coordinator', subjectKind: 'withdrawal', facts: { declaredOn },
    }));
  }
  deployment.act({ type: 'withdrawalTold' });
}
