# The service as an image: Debian, Node.js, and runtime files. Its user is numeric, and only /data is written.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
# The base image has Node.js, so the copy from the lock file is removed. Platform packages of sharp and @node-rs stay.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' \) -delete
COPY bin bin
COPY common common
COPY migrations migrations
COPY src src
COPY scripts/smoke.ts scripts/
# The user that reads the compile cache creates it, because Node.js has one cache per user; the copy below makes root
# its owner. The smoke run fills it, and checks that the service starts, signs in and stops. That run is embedded, so
# the adapters of the other set-up are loaded first.
RUN install -d -o 10001 -g 10001 node_modules/.cache
USER 10001:10001
RUN NODE_COMPILE_CACHE=node_modules/.cache/user-profile node --input-type=module -e \
    "import { globSync } from 'node:fs'; for (const file of globSync('/app/src/adapters/**/*.ts')) await import(file)" \
 && node scripts/smoke.ts /usr/local/bin/node \
 && chmod -R a+rX node_modules/.cache

# The page. Its build tools stay in this stage.
FROM node:24-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY common common
COPY web web
RUN npm run build:web

# The fonts for default pictures with initials (src/picture/picture-fonts.ts), with their licenses.
FROM debian:bookworm-slim AS fonts
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-core fonts-droid-fallback fonts-nanum \
 && cd /usr/share/fonts/truetype \
 && install -D -m 0644 -t /fonts/noto noto/NotoSans*-Bold.ttf noto/NotoSans*-Regular.ttf noto/NotoSerifTibetan-Bold.ttf \
 && install -D -m 0644 -t /fonts/droid droid/DroidSansFallbackFull.ttf \
 && install -D -m 0644 -t /fonts/nanum nanum/NanumGothicBold.ttf \
 && for package in noto-core droid-fallback nanum; do \
      install -D -m 0644 /usr/share/doc/fonts-$package/copyright "/fonts/copyright-$package"; \
    done

FROM debian:bookworm-slim
COPY --from=fonts /fonts /usr/share/fonts/truetype
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
# Temporary files of libraries also go to /data.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data TMPDIR=/data MALLOC_ARENA_MAX=2
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/src/main.ts"]
CMD ["serve"]
