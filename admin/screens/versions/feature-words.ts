import { en } from "../../texts/en"
import type { Text } from "../../lib/text"

type Signal = keyof typeof en.feature_signal
type Habit = keyof typeof en.feature_habit

const isSignal = (name: string): name is Signal => Object.hasOwn(en.feature_signal, name)
const isHabit = (name: string): name is Habit => Object.hasOwn(en.feature_habit, name)

/**
 * Plain words of one feature. Models name them `gate.signal.basis` or by a
 * habit of the shopper; a name from a newer model stands as it is.
 */
export function featureWords(name: string, t: Text): string {
  // Drift is told of the scores as well as of the features.
  if (name === "score") return t("feature.score")
  const habit = name.replace(":", "_")
  if (isHabit(habit)) return t(`feature_habit.${habit}`)
  const [gate, signal = "", basis] = name.split(".")
  if (!isSignal(signal)) return name
  const plain = t(`feature_signal.${signal}`)
  const words =
    basis === "root" || basis === "rank"
      ? t("feature.with_basis", { signal: plain, basis: t(`feature_basis.${basis}`) })
      : plain
  return gate === "again" ? t("feature.again", { signal: words }) : words
}
