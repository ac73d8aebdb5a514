/** The browsable page at `/docs`: Swagger UI from our own files, under a policy that lets no inline script run. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { type Router } from 'express';
import { pageHeaders } from './security-headers.ts';

const assets = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'] as const;

const page = `<!doctype html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Jalon – API</title>
  <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

/** validatorUrl null: else the page asks a host outside. */
const start = `SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, persistAuthorization: false,
  presets: [SwaggerUIBundle.presets.apis], layout: 'BaseLayout',
});
`;

/** Everything below `/docs`. */
export function documentationPage(): Router {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = express.Router({ strict: true });
  router.use(pageHeaders);
  router.get('/', (_request, response) => { response.type('html').send(page); });
  router.get('/start.js', (_request, response) => { response.type('text/javascript').send(start); });
  for (const name of assets) {
    router.get(`/${name}`, (_request, response) => { response.sendFile(join(folder, name), { maxAge: '1h', dotfiles: 'allow' }); });
  }
  return router;
}
