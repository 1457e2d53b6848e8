/** Kind of device behind a user agent string; the string itself is kept nowhere. */
export function deviceOf(userAgent: string | null): "mobile" | "tablet" | "desktop" | null {
  if (!userAgent) return null
  const agent = userAgent.slice(0, 512)
  if (/ipad|tablet|playbook|silk|kindle/i.test(agent)) return "tablet"
  if (/android/i.test(agent)) return /mobile/i.test(agent) ? "mobile" : "tablet"
  if (/iphone|ipod|mobile|phone/i.test(agent)) return "mobile"
  return "desktop"
}
