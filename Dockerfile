# The service as an image: Debian, Node.js, and what runs. Its user is a number, and nothing but /data is written.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
# The image brings Node.js, so the copy of the lock file is left out. Platform packages of sharp and @node-rs stay.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' \) -delete
COPY bin bin
COPY common common
COPY migrations migrations
COPY src src
COPY scripts/smoke.ts scripts/
# The compile cache is made by the user that reads it, because Node.js keeps one for each user, and given to root by the
# copy below. The smoke run fills it, and shows that the service starts, signs in and stops; it is embedded, so the
# adapters of the other set-ups are loaded before.
RUN install -d -o 10001 -g 10001 node_modules/.cache
USER 10001:10001
RUN NODE_COMPILE_CACHE=node_modules/.cache/user-profile node --input-type=module -e \
    "import { globSync } from 'node:fs'; for (const file of globSync('/app/src/adapters/*.ts')) await import(file)" \
 && node scripts/smoke.ts /usr/local/bin/node \
 && chmod -R a+rX node_modules/.cache

# The page that people see. What builds it stays here.
FROM node:24-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY common common
COPY web web
RUN npm run build:web

FROM debian:bookworm-slim
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app/package.json /app/
COPY --from=build /app/bin /app/bin
COPY --from=build --chown=0:0 /app/node_modules /app/node_modules
COPY --from=build /app/common /app/common
COPY --from=build /app/migrations /app/migrations
COPY --from=build /app/src /app/src
COPY --from=page /app/web/dist /app/web/dist
RUN install -d -o 10001 -g 10001 -m 0700 /data \
 && ln -s /app/bin/user-profile /usr/local/bin/user-profile
# What libraries put into temporary files goes to /data too.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data TMPDIR=/data
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/src/main.ts"]
CMD ["serve"]
