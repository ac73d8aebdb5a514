/** The one client of the API in the console: same origin, signed in by cookie, in the language of the interface. */
import { createApi } from '../../client/client.ts';
import { currentLanguage } from '../texts/texts.ts';

export const api = createApi({ channel: 'console', language: currentLanguage });
