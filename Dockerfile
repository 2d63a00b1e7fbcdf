# Sozialraum in a container of its own: pages, program, and a runtime without a shell.
#
#   docker build -t sozialraum .
#   docker run --rm --read-only --cap-drop ALL --security-opt no-new-privileges \
#       -p 127.0.0.1:8080:8080 -v sozialraum:/var/lib/sozialraum sozialraum

FROM node:22-bookworm-slim AS web
WORKDIR /build/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM rust:1.95-bookworm AS program
WORKDIR /build
COPY Cargo.toml Cargo.lock askama.toml ./
COPY src/ src/
COPY web/locales/ web/locales/
COPY web/templates/ web/templates/
COPY --from=web /build/web/dist/ web/dist/
RUN cargo build --release --locked --bin sozialraum
# The folder of the state, made here: the runtime below has no shell to make it with.
RUN mkdir -p /state/var/lib/sozialraum

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=program /build/target/release/sozialraum /usr/local/bin/sozialraum
COPY --from=program --chown=10001:10001 /state/var/lib/sozialraum /var/lib/sozialraum
# The shipped dataset; another city is mounted elsewhere and named with SOZIALRAUM_DATA.
COPY data/ /usr/local/share/sozialraum/data/
COPY LICENSE THIRD_PARTY.md /usr/local/share/doc/sozialraum/
ENV SOZIALRAUM_LISTEN=0.0.0.0:8080 \
    SOZIALRAUM_DATABASE=sqlite:/var/lib/sozialraum/sozialraum.db \
    SOZIALRAUM_DATA=/usr/local/share/sozialraum/data/norderstedt
# A numeric user: whoever runs it can see that it is not root.
USER 10001:10001
WORKDIR /var/lib/sozialraum
VOLUME /var/lib/sozialraum
EXPOSE 8080
STOPSIGNAL SIGTERM
# No HEALTHCHECK: the image has no shell and no client. Ask /healthz and /readyz from outside.
ENTRYPOINT ["/usr/local/bin/sozialraum"]
CMD ["serve"]
