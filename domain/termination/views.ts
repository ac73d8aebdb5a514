/** What screens name of a termination: its phases in their order, and its tasks. */
export { terminationPhases, terminationSteps, type TerminationPhase } from './steps.ts';
export { terminationTasks } from './tasks.ts';
