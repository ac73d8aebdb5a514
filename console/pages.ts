/** Every page of the console, in the order of the navigation: one line each. */
import { home } from './pages/home/route.ts';

export const pages = [
  home,
] as const;
