import { en } from "../../texts/en"
import type { Text } from "../../lib/text"

type Signal = keyof typeof en.feature_signal
type Habit = keyof typeof en.feature_habit

const isSignal = (name: string): name is Signal => Object.hasOwn(en.feature_signal, name)
const isHabit = (name: string): name is Habit => Object.hasOwn(en.feature_habit, name)

type Source = keyof typeof en.feature_source
type Anchor = keyof typeof en.feature_anchor

const isSource = (name: string): name is Source => Object.hasOwn(en.feature_source, name)
const isAnchor = (name: string): name is Anchor => Object.hasOwn(en.feature_anchor, name)

/** Words of a signal; one of two parts ties a product to those that its list starts from. */
function signalWords([name = "", source]: readonly string[], t: Text): string | null {
  if (source === undefined) return isSignal(name) ? t(`feature_signal.${name}`) : null
  if (!isAnchor(name) || !isSource(source)) return null
  return t("feature.beside", { source: t(`feature_source.${source}`), anchor: t(`feature_anchor.${name}`) })
}

/**
 * Plain words of one feature. Models name them `gate.signal.basis` or by a
 * habit of the shopper; a name from a newer model stands as it is.
 */
export function featureWords(name: string, t: Text): string {
  // Drift is shown of the scores as well as of the features.
  if (name === "score") return t("feature.score")
  if (name === "profile") return t("feature.profile")
  const habit = name.replace(":", "_")
  if (isHabit(habit)) return t(`feature_habit.${habit}`)
  const parts = name.split(".")
  const [gate] = parts
  const last = parts.at(-1)
  const basis = last === "root" || last === "rank" || last === "value" ? last : undefined
  const plain = signalWords(parts.slice(1, basis === undefined ? undefined : -1), t)
  if (plain === null) return name
  const words =
    basis === "root" || basis === "rank"
      ? t("feature.with_basis", { signal: plain, basis: t(`feature_basis.${basis}`) })
      : plain
  return gate === "again" ? t("feature.again", { signal: words }) : words
}
