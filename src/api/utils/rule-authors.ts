import type { MedusaContainer } from "@medusajs/framework/types"
import type { RuleInfo } from "../../types/http"
import { adminNames } from "./admin-names"

/** Rules with the e-mail addresses of those who wrote them. */
export async function withAuthors(container: MedusaContainer, rules: readonly RuleInfo[]): Promise<RuleInfo[]> {
  const nameOf = await adminNames(
    container,
    rules.flatMap(({ created_by: first = null, updated_by: last = null }) => [first, last]),
  )
  return rules.map((rule) => ({
    ...rule,
    created_by: nameOf(rule.created_by ?? null),
    updated_by: nameOf(rule.updated_by ?? null),
  }))
}

export async function withAuthor(container: MedusaContainer, rule: RuleInfo): Promise<RuleInfo> {
  return (await withAuthors(container, [rule]))[0] ?? rule
}
