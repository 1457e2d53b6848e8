import { createContainer, asValue } from "@medusajs/framework/awilix"
import type { IRbacModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { createPolicies } from "../../src/workflows/create-policies"
import { inShop } from "../helpers/in-shop"

jest.setTimeout(120_000)
// medusa-config.ts names the module beside Medusa's flag.
process.env.MEDUSA_FF_RBAC = "true"

inShop({
  dbName: `svm_policies_${process.env.JEST_WORKER_ID ?? "1"}`,
  env: { MEDUSA_FF_RBAC: true },
  testSuite: ({ getContainer }) => {
    afterAll(() => delete process.env.MEDUSA_FF_RBAC)

    test("policies: Medusa makes them of the file, and where they are missing they are made by its workflow", async () => {
      const roles = getContainer().resolve<IRbacModuleService>(Modules.RBAC)
      const ours = async (): Promise<string[]> => {
        const policies = await roles.listRbacPolicies({ resource: "recommendation" })
        return policies.map(({ key, name }) => `${key} ${name}`).sort()
      }
      const all = [
        "recommendation:delete DeleteRecommendation",
        "recommendation:read ReadRecommendation",
        "recommendation:update UpdateRecommendation",
      ]
      expect(await ours()).toEqual(all)
      const [first] = await roles.listRbacPolicies({ resource: "recommendation" })
      await roles.deleteRbacPolicies([first?.id ?? ""])
      expect(await ours()).toHaveLength(2)
      expect(await createPolicies(getContainer())).toBe(true)
      expect(await ours()).toEqual(all)
      expect(await createPolicies(getContainer())).toBe(true)
      expect(await ours()).toEqual(all)
    })

    test("policies: a shop without roles, or without a licence for them, hears nothing of it", async () => {
      const printed: string[] = []
      const say = (text: string): number => printed.push(text)
      const shop = createContainer() as unknown as MedusaContainer
      shop.register(ContainerRegistrationKeys.LOGGER, asValue({ warn: say, error: say, info: say, debug: () => 0 }))
      expect(await createPolicies(shop)).toBe(false)
      const refuse = (): Promise<never> => Promise.reject(new Error("a licence is needed"))
      shop.register(Modules.RBAC, asValue({ listRbacPolicies: refuse }))
      expect(await createPolicies(shop)).toBe(false)
      expect(printed).toEqual([])
    })
  },
})
