import type { FileChange } from "./plan"

const CONTEXT = 2

/** A change as a unified diff with one hunk: from the first line that differs to the last. */
export function showChange({ file, before, after }: FileChange): string {
  const old = before === null ? [] : before.split("\n")
  const made = after === null ? [] : after.split("\n")
  let start = 0
  while (start < Math.min(old.length, made.length) && old[start] === made[start]) start++
  let end = 0
  while (end < Math.min(old.length, made.length) - start && old.at(-1 - end) === made.at(-1 - end)) end++
  const from = Math.max(0, start - CONTEXT)
  const head = [`--- ${before === null ? "/dev/null" : file}`, `+++ ${after === null ? "/dev/null" : file}`]
  return [
    ...head,
    `@@ line ${from + 1} @@`,
    ...old.slice(from, start).map((line) => ` ${line}`),
    ...linesOf(old.slice(start, old.length - end), made.slice(start, made.length - end)),
    ...made.slice(made.length - end, made.length - end + CONTEXT).map((line) => ` ${line}`),
  ].join("\n")
}

/** Lines of the region that differs, by their longest common subsequence (O(lines squared); files are short). */
function linesOf(old: readonly string[], made: readonly string[]): string[] {
  const width = made.length + 1
  const common = new Uint32Array((old.length + 1) * width)
  for (let a = old.length - 1; a >= 0; a--)
    for (let b = made.length - 1; b >= 0; b--)
      common[a * width + b] =
        old[a] === made[b]
          ? common[(a + 1) * width + b + 1] + 1
          : Math.max(common[(a + 1) * width + b], common[a * width + b + 1])
  const lines: string[] = []
  for (let a = 0, b = 0; a < old.length || b < made.length;) {
    if (a < old.length && b < made.length && old[a] === made[b]) {
      lines.push(` ${old[a++]}`)
      b++
    } else if (b >= made.length || (a < old.length && common[(a + 1) * width + b] >= common[a * width + b + 1]))
      lines.push(`-${old[a++]}`)
    else lines.push(`+${made[b++]}`)
  }
  return lines
}
