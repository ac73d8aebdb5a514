/** The demonstration in which nothing goes wrong: two sites, each step once. */
import type { Borrowed } from './borrowed.ts';
import { answerTo } from './people.ts';
import type { Scenario } from './scenario.ts';

/** Nobody waits a day to see a link observed (D-15). */
export const shortObservation: Borrowed = {
  policy: 'acceptance', shorten: (value) => ({ ...value, observation: 'PT5S', readEvery: 'PT1S' }), meaning: 'the link is observed for five seconds',
};

export const straightScenario: Scenario = {
  launchFile: 'launch.json', borrowed: [shortObservation], answer: answerTo, act: () => Promise.resolve(false), refusedDocuments: {}, abandoned: [],
};
