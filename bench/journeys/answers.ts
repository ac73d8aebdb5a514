/** What every person answers at once: a deployment on a day without trouble or waiting. */
import type { TaskInputs } from '../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';

export const answers = {
  'techno-commercial-approval': { approved: true, comment: 'Architecture conforme' },
  'financial-approval': { approved: true, comment: 'Marge conforme' },
  'sales-collection': { b2linktReference: 'B2L-1', existingLineToMigrate: false, numberPortability: false },
  'assignment': { coordinator: 'coordinator' },
  'technical-validation': { accepted: true },
  'internal-launch': { heldOn: '2026-01-05', salesAttended: true, presalesAttended: true },
  'welcome-call': { calledOn: '2026-01-06', customerLaunchOn: '2026-01-08' },
  'technical-collection': { lanAddressing: 'dhcp', firewall: 'customer', publicAddresses: 1 },
  'customer-launch': { heldOn: '2026-01-08', administrativeDataChecked: true, solutionCoherent: true, needUnderstood: true, planningPresented: true },
  'intervention-planning': { startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T10:00:00.000Z' },
  'technical-visit': {
    outcome: 'favourable',
    questionnaire: { premises: 'technical-room', cablingPathMetres: 30, power: 'available', rackUnitsFree: 4, internalCablingDone: true, equipment: [{ model: 'CPE-1000', quantity: 1 }] },
  },
  'supplementary-collection': { rackReady: true, powerReady: true },
  'configuration': { configurationReference: 'CONF-1' },
  'dispatch': { depot: 'Dépôt Lyon Est' },
  'installation': { installedOn: '2026-01-02', serialNumbers: ['SN-1'] },
  'activation': { activatedOn: '2026-01-03' },
  'invoice-simulation': { approved: true },
  'invoice-validation': { validated: true },
  'handover': { documentationComplete: true },
} as const satisfies Partial<TaskInputs>;

/** The tasks of the straight path. */
export type AnsweredTask = keyof typeof answers & TaskStep;
