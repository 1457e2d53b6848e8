import { Select } from "@medusajs/ui"
import { Field } from "./field"

interface SelectFieldProps<T extends string> {
  label: string
  hint?: string
  value: T
  options: readonly T[]
  /** What a choice is called. */
  nameOf: (option: T) => string
  choose: (option: T) => void
}

/** A labelled choice of one of several. */
export function SelectField<T extends string>({ label, hint, value, options, nameOf, choose }: SelectFieldProps<T>) {
  return (
    <Field label={label} hint={hint}>
      {({ id, ...described }) => (
        <Select value={value} onValueChange={(chosen) => choose(options.find((one) => one === chosen) ?? value)}>
          <Select.Trigger id={id} {...described}>
            <Select.Value />
          </Select.Trigger>
          <Select.Content>
            {options.map((option) => (
              <Select.Item key={option} value={option}>
                {nameOf(option)}
              </Select.Item>
            ))}
          </Select.Content>
        </Select>
      )}
    </Field>
  )
}
