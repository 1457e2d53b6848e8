import { ArrowDownMini, ArrowUpMini } from "@medusajs/icons"
import { IconButton } from "@medusajs/ui"
import { useText } from "../lib/text"

interface MoveButtonsProps {
  /** What is moved, for whoever hears it. */
  readonly name: string
  readonly index: number
  readonly count: number
  /** Nothing moves while the last move is being saved. */
  readonly isStill: boolean
  readonly onMove: (to: number) => void
}

/** Moves one of a list up or down, by a press or by keyboard. */
export function MoveButtons({ name, index, count, isStill, onMove }: MoveButtonsProps) {
  const t = useText()
  return (
    <>
      <IconButton
        size="2xsmall"
        variant="transparent"
        disabled={index === 0 || isStill}
        aria-label={t("rules.up", { name })}
        onClick={() => onMove(index - 1)}
      >
        <ArrowUpMini />
      </IconButton>
      <IconButton
        size="2xsmall"
        variant="transparent"
        disabled={index === count - 1 || isStill}
        aria-label={t("rules.down", { name })}
        onClick={() => onMove(index + 1)}
      >
        <ArrowDownMini />
      </IconButton>
    </>
  )
}
