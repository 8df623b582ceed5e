import { pino, type LevelWithSilent, type Logger } from "pino";

/** What libraries log of a request at the finest level holds the caller's key. */
const withheld = ["headers", "*.headers", "authorization", "*.authorization"];

/** JSON lines on standard error, so that standard output stays the command's own. */
export function createLogger(level: LevelWithSilent): Logger {
  return pino({ level, redact: withheld }, pino.destination(2));
}
