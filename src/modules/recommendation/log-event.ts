import type { ModuleContext } from "./context"

/** What a line of the log says beside its event's name. Never anything of a shopper. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/**
 * One structured line: the event's name, then its fields as JSON, for people and
 * for a collector. Lines of level `debug` appear where `logging.debug` is on.
 */
export function logEvent(
  { logger, options }: Pick<ModuleContext, "logger" | "options">,
  level: "debug" | "info" | "warn" | "error",
  event: { readonly name: string; readonly fields: LogFields },
): void {
  if (!logger || (level === "debug" && !options.logging.debug)) return
  const line = `recommendations: ${event.name} ${JSON.stringify(event.fields)}`
  if (level === "error") logger.error(line)
  else if (level === "warn") logger.warn(line)
  // Asked for by our own option, so it must not need Medusa's log level too.
  else logger.info(line)
}
