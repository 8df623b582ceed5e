import rateLimit, { normalizeIP } from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DigestDep } from "../../core/access/keys.ts";
import type { ClockDep } from "../../core/clock.ts";
import { refuse } from "../../core/errors.ts";
import type { Rate, RateGroup, Rates } from "../../core/limits/rate.ts";
import { RefusedError } from "../problem.ts";
import { rateStore } from "./rateStore.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What its requests count as, besides requests. */
    rateGroup?: RateGroup;
  }
}

/**
 * Holds requests to their rates: those of an actor by the actor, others by their address (IPv6 by its /64). They are
 * counted once it is known who asks, before a body is read. To be called before the keys are asked for, and before any route.
 */
export async function registerRateLimits(
  app: FastifyInstance,
  deps: ClockDep & DigestDep,
  rates: Rates,
): Promise<void> {
  await app.register(rateLimit, { global: false, store: rateStore(deps) });
  const limiterOf = (rate: Rate | null, keyGenerator: (request: FastifyRequest) => string) =>
    rate && { rate, check: app.createRateLimit({ max: rate.max, timeWindow: rate.windowMs, keyGenerator }) };
  const limiters = {
    chat_process: limiterOf(rates.chat_process, clientOf),
    uploads: limiterOf(rates.uploads, clientOf),
    questions: limiterOf(rates.questions, clientOf),
    requests: limiterOf(rates.requests, clientOf),
    failed_auth: limiterOf(rates.failed_auth, addressOf),
  };

  if (limiters.failed_auth) registerWrongKeys(app, deps, limiters.failed_auth);
  app.addHook("preParsing", async (request, reply) => {
    const { rateGroup, public: isPublic } = request.routeOptions.config;
    // Whoever runs the server brings in as many files as there are.
    const isFree = rateGroup === "uploads" && request.actor?.role === "admin";
    const group = rateGroup && !isFree ? limiters[rateGroup] : null;
    // Health and documentation are never held back.
    const everything = isPublic && !rateGroup && !request.is404 ? null : limiters.requests;
    for (const limiter of [everything, group]) if (limiter) await hold(limiter, request, reply);
  });
}

interface Limiter {
  readonly rate: Rate;
  readonly check: ReturnType<FastifyInstance["createRateLimit"]>;
}

async function hold({ rate, check }: Limiter, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const count = await check(request);
  if (count.isAllowed) return;
  // On the raw reply, so that a stream has them too.
  reply.raw.setHeader("ratelimit-limit", count.max);
  reply.raw.setHeader("ratelimit-remaining", count.remaining);
  reply.raw.setHeader("ratelimit-reset", count.ttlInSeconds);
  if (!count.isExceeded) return;
  const detail = `At most ${rate.max} of these requests are taken in ${secondsText(rate.windowMs)}: try again in ${secondsText(count.ttl)}.`;
  throw tooMany(detail, count.ttl);
}

/** Keys that have been right here before; past this the oldest is forgotten. */
const mostKnownKeys = 10_000;

/**
 * An address that sent too many wrong keys is told to wait before its next one is looked up, right or wrong; keys that
 * were right before still pass, so that nobody behind the same address is shut out. Requests under way at the same time
 * may overshoot.
 */
function registerWrongKeys(
  app: FastifyInstance,
  { clock, digest }: ClockDep & DigestDep,
  { rate, check }: Limiter,
): void {
  const knownKeys = new Set<string>();
  /** No window is open from then on. */
  let watchedUntil = Number.NEGATIVE_INFINITY;
  app.addHook("onRequest", async (request) => {
    const { authorization } = request.headers;
    if (clock.elapsed() >= watchedUntil || authorization === undefined) return;
    if (request.routeOptions.config.public || request.is404) return;
    const wrong = await check(request, { increment: false });
    if (wrong.isAllowed || wrong.remaining > 0 || knownKeys.has(digest(authorization))) return;
    throw tooMany(
      `Too many wrong keys came from this address: try again in ${secondsText(wrong.ttl)}.`,
      wrong.ttl,
    );
  });
  app.addHook("onError", async (request, _, error) => {
    const isWrong = error instanceof RefusedError && error.refusal.refused === "unauthorized";
    if (!isWrong || request.headers.authorization === undefined) return;
    watchedUntil = clock.elapsed() + rate.windowMs;
    await check(request);
  });
  app.addHook("preParsing", async ({ actor, headers: { authorization } }) => {
    if (!actor || authorization === undefined) return;
    const key = digest(authorization);
    if (knownKeys.has(key)) return;
    const [oldest] = knownKeys;
    if (oldest !== undefined && knownKeys.size >= mostKnownKeys) knownKeys.delete(oldest);
    knownKeys.add(key);
  });
}

function clientOf(request: FastifyRequest): string {
  return request.actor ? `actor ${request.actor.id}` : addressOf(request);
}

function addressOf({ ip }: FastifyRequest): string {
  return `address ${normalizeIP(ip, 64)}`;
}

function tooMany(detail: string, retryAfterMs: number): RefusedError {
  return new RefusedError({ ...refuse("rate_limited", detail), retryAfterMs });
}

function secondsText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
