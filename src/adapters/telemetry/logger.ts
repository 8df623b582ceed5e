import { pino, type LevelWithSilent, type Logger } from "pino";

/** JSON lines on standard error, so that standard output stays the command's own. */
export function createLogger(level: LevelWithSilent): Logger {
  return pino({ level }, pino.destination(2));
}
