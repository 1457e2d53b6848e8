import { clx } from "@medusajs/ui"

interface ProgressProps {
  /** 0 to 1. */
  value: number
  label: string
  tone?: "interactive" | "green" | "orange"
}

const TONES = {
  interactive: "bg-ui-bg-interactive",
  green: "bg-ui-tag-green-icon",
  orange: "bg-ui-tag-orange-icon",
} as const

export function Progress({ value, label, tone = "interactive" }: ProgressProps) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="bg-ui-bg-switch-off h-1.5 w-full overflow-hidden rounded-full"
    >
      <div
        className={clx("h-full rounded-full transition-all motion-reduce:transition-none", TONES[tone])}
        style={{ width: `${percent}%` }}
      />
    </div>
  )
}
