import type { Text } from "../../lib/text"

/** Weeks from which on nobody waits for an answer: a number of them would feign that one could. */
const TOO_LONG = 104

/** How long an answer takes at the shop's traffic, in words. */
export function durationText(days: number, t: Text): string {
  const weeks = Math.max(1, Math.ceil(days / 7))
  return weeks > TOO_LONG ? t("uplift.years") : t("uplift.weeks", { count: weeks })
}
