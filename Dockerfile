# One image for all processes of Jalon; the command chooses: dist/api/main.js, dist/workers/main.js, dist/relay/main.js, dist/cli/main.js migrate.
# Debian, not Alpine: the Temporal SDK's native part is built against glibc.
FROM node:22.23.3-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY cli/client.mjs cli/
RUN npm ci
COPY . .
RUN node --input-type=module -e "import { buildIfStale } from './cli/build.mjs'; await buildIfStale(process.cwd(), console.log)" \
  # Vite and the console's libraries, the compilers and the embedded PostgreSQL: the build needs them, what runs does not.
  && npm prune --omit=dev --omit=optional

FROM node:22.23.3-bookworm-slim
# Arenas and their tops would otherwise never give back what the workers' native threads once held (workers/thrift.ts).
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /app
# The sources come along: migrations, shipped policies and other files beside them are read from there.
COPY --from=build /app ./
# A volume that is mounted here for the first time takes over the owner.
RUN mkdir -p /data/documents && chown -R 1000:1000 /data
# By number, so that an orchestrator sees that it is not root.
USER 1000
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/api/main.js"]
