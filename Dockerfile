# syntax=docker/dockerfile:1.12

FROM rust:1.95.0-bookworm AS build
WORKDIR /src
# rust-toolchain.toml names the channel; the image's own toolchain is that one.
ENV RUSTUP_TOOLCHAIN=1.95.0 \
    CARGO_TARGET_DIR=/build/target \
    VINBOT_CACHE_DIR=/build/cache
RUN rustup target add wasm32-unknown-unknown
COPY . .
# What is compiled stays in the builder's cache; what the image needs is copied out of it.
RUN --mount=type=cache,target=/build \
    --mount=type=cache,target=/usr/local/cargo/registry \
    cargo build --workspace --release --locked --bin vinbot --bin xtask \
    && /build/target/release/xtask plugins --out /app/plugins \
    && install -D /build/target/release/vinbot /app/bin/vinbot \
    && install -D -m 644 config.toml LICENSE LICENSE-APACHE LICENSE-MIT NOTICE -t /app/share \
    && install -D scripts/container.sh /app/bin/start

# Compiled here, so that the first start in production compiles nothing; what doesn't load is
# found here, too.
RUN VINBOT_CONFIG=/app/share/config.toml /app/bin/vinbot plugin precompile --out /app/code \
    && VINBOT_CONFIG=/app/share/config.toml VINBOT_RUNTIME__PRECOMPILED_DIR=/app/code \
        VINBOT_STATE_DIR=/tmp/state /app/bin/vinbot plugin list \
    && test -z "$(find /tmp/state -name '*.cwasm')"

FROM debian:12-slim
# Reads printed characters in photos; the English data that it needs comes along. No version is
# named: Debian keeps only the one with the newest mends.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 vinbot \
    && useradd --system --uid 10001 --gid vinbot --home-dir /data --shell /usr/sbin/nologin vinbot \
    && install -d -o vinbot -g vinbot -m 700 /data
COPY --from=build /app /app
ENV VINBOT_CONFIG=/app/share/config.toml \
    VINBOT_RUNTIME__PRECOMPILED_DIR=/app/code \
    VINBOT_HTTP_ADDR=0.0.0.0:8080 \
    VINBOT_STATE_DIR=/data
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# There is no curl here, but a bash that can connect. Kubernetes and Fly.io ignore this and have
# checks of their own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${VINBOT_HTTP_ADDR##*:}\" && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.[01] 200' <&3"]
# The program itself never runs as root: volumes come mounted as root's, so `start` gives
# /data to the user vinbot and becomes that user. Started with `--user 10001`, it does
# neither. The certificates that HTTPS needs are compiled into the program.
ENTRYPOINT ["/app/bin/start"]
CMD ["run"]
