# The bot as a container; docs/deployment.md says how it is run and what of it was tried. Pin the base image by its
# digest (node:24-slim@sha256:…) and renew it with each update of Node: a tag is somebody else's to move.
ARG NODE_IMAGE=node:24-slim

# What compiles stays here. No install script is needed, and without them the npm package `node` brings no Node of its
# own.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.ts scripts/bundle.ts scripts/
COPY src/ src/
RUN npm run build

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    DATA_DIR=/data
# A volume that is mounted here takes over this owner. There is no VOLUME: without a mount under a read-only root the
# bot says that it cannot write, instead of losing its data with the container.
RUN install -d -o node -g node -m 0700 /data
WORKDIR /app
COPY --from=packages /app/node_modules/ node_modules/
COPY --from=build /app/dist/ dist/
COPY package.json ./
COPY cards/ cards/
USER node
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3978) + '/healthz', { signal: AbortSignal.timeout(4000) }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not by npm or a shell: SIGTERM has to arrive, and then STOP_TIMEOUT has to pass. Give it 80 seconds.
CMD ["node", "dist/main.js"]
