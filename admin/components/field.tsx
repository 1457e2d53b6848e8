import { Hint, Label, Text } from "@medusajs/ui"
import { useId } from "react"
import type { ReactNode } from "react"

interface FieldProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Gets what binds the control to its label, hint and error. */
  children: (control: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode
}

/** Label above, control, then what it means and what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ")
  return (
    <div className="flex min-w-0 flex-col gap-y-2">
      <Label htmlFor={id} size="small" weight="plus">
        {label}
      </Label>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
      {hint ? (
        <Text id={`${id}-hint`} size="xsmall" className="text-ui-fg-subtle">
          {hint}
        </Text>
      ) : null}
      {error ? (
        <Hint id={`${id}-error`} variant="error" role="alert">
          {error}
        </Hint>
      ) : null}
    </div>
  )
}
