import { Button, Drawer, Text, toast } from "@medusajs/ui"
import { useEffect, useRef, useState } from "react"
import type { FormEvent } from "react"
import type { RuleInfo, RuleInput } from "../../../src/types/http"
import { SidePanel } from "../../components/side-panel"
import { useSaveRule } from "../../lib/api/steering"
import { statusOf } from "../../lib/client"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import type { RuleProblem } from "./rule-draft"
import { ruleProblems } from "./rule-draft"
import { RuleFields } from "./rule-fields"
import { Simulation } from "./simulation"

interface RuleFormProps {
  initial: RuleInput
  /** The rule that is edited; null for a new one. */
  of: RuleInfo | null
  /** The other rules, in order: a try-out runs with all of them. */
  others: readonly RuleInput[]
  close: () => void
}

export function RuleForm({ initial, of, others, close }: RuleFormProps) {
  const t = useText()
  const explain = useErrorText()
  const save = useSaveRule()
  const [rule, setRule] = useState(initial)
  const [problems, setProblems] = useState<readonly RuleProblem[]>([])
  const [tried, setTried] = useState<readonly RuleInput[] | null>(null)
  const preview = useRef<HTMLElement>(null)
  const fields = useRef<HTMLDivElement>(null)
  // Both stand above the buttons that ask for them: in a form that is scrolled down nothing would seem to happen.
  useEffect(() => preview.current?.scrollIntoView({ block: "start" }), [tried])
  useEffect(() => {
    if (problems.length > 0) fields.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
  }, [problems])

  const change = (part: Partial<RuleInput>): void => {
    setRule({ ...rule, ...part })
    setProblems([])
  }
  const valid = (): boolean => {
    const found = ruleProblems(rule)
    setProblems(found)
    return found.length === 0
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!valid()) return
    try {
      await save.mutateAsync({ rule: { ...rule, name: rule.name.trim() }, of })
      toast.success(t("rules.saved"))
      close()
    } catch (error) {
      if (statusOf(error) === 409) toast.warning(t("conflict.title"), { description: t("conflict.rule_form") })
      else toast.error(t("rules.save_failed"), { description: explain(error) })
    }
  }
  const tryOut = (): void => {
    if (valid()) setTried(withDraft(rule, of, others))
  }

  return (
    <SidePanel
      open
      close={close}
      unsaved={JSON.stringify(rule) !== JSON.stringify(initial)}
      title={t(of ? "rules.edit_title" : "rules.create")}
      description={t("rules.list_hint")}
      onSubmit={(event) => void submit(event)}
      footer={
        <>
          <Button size="small" variant="transparent" type="button" onClick={tryOut}>
            {t("rules.try")}
          </Button>
          <Drawer.Close asChild>
            <Button size="small" variant="secondary" type="button">
              {t("actions.cancel")}
            </Button>
          </Drawer.Close>
          <Button size="small" type="submit" isLoading={save.isPending}>
            {t("actions.save")}
          </Button>
        </>
      }
    >
      {tried ? (
        <section
          ref={preview}
          aria-label={t("simulation.title")}
          className="flex scroll-mt-4 flex-col gap-y-3 border-b pb-4"
        >
          <Text weight="plus">{t("simulation.title")}</Text>
          <Simulation rules={tried} compares="change" />
        </section>
      ) : null}
      <div ref={fields} className="flex flex-col gap-y-6">
        <RuleFields rule={rule} problems={problems} change={change} />
      </div>
    </SidePanel>
  )
}

/** The rules as they would be: the edited one in its place, a new one last. */
function withDraft(rule: RuleInput, of: RuleInfo | null, others: readonly RuleInput[]): RuleInput[] {
  const all = [...others]
  all.splice(of ? of.position : all.length, 0, rule)
  return all
}
