import type { InteractionLog } from "../../contract/interaction-log"
import { BEHAVIOR, isInterest } from "../../features/profile"

/**
 * Marks (1) the rows of interest that must not teach because another shopper of the same voice showed interest in the
 * product before: visitor ids cost nothing, so of all who share an address block on one day, one moves a product. Who
 * had bought anything by then speaks for themselves, for a purchase costs money; so does whoever has no known voice.
 */
export function outvotedRows(log: InteractionLog): Uint8Array {
  const outvoted = new Uint8Array(log.length)
  if (!log.voice.some((voice) => voice >= 0)) return outvoted
  const buyers = new Uint8Array(log.userIds.length)
  const speakers = new Map<number, number>()
  for (let row = 0; row < log.length; row++) {
    const user = log.user[row]
    if (log.behavior[row] === BEHAVIOR.purchase && user >= 0) buyers[user] = 1
    if (log.voice[row] < 0 || !isInterest(log.behavior[row]) || (user >= 0 && buyers[user] === 1)) continue
    const shopper = user >= 0 ? user : log.userIds.length + log.session[row]
    const key = log.voice[row] * log.itemIds.length + log.item[row]
    const speaker = speakers.get(key)
    if (speaker === undefined) speakers.set(key, shopper)
    else if (speaker !== shopper) outvoted[row] = 1
  }
  return outvoted
}
