/** A row that stands already, else the one that `create` makes: a seed that was interrupted goes on where it stopped. */
export async function findOrCreate<T>(found: readonly T[], create: () => Promise<T>): Promise<T> {
  return found[0] ?? (await create())
}

/** Splits into runs of at most `size`. */
export function chunks<T>(values: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < values.length; from += size) parts.push(values.slice(from, from + size))
  return parts
}
