const warned = new Set<string>()

/** A failure that costs a page its list, but not itself, is seen on the server's console, each once. */
export function warnOnce(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  if (warned.has(message)) return
  warned.add(message)
  console.warn(`recommendations: ${message}`)
}
