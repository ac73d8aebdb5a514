/** The root of all routes; the frame around them is put on by the router. */
import { createRootRoute } from '@tanstack/react-router';

export const rootRoute = createRootRoute();
