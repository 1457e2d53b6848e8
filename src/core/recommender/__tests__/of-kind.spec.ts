import { ofKind } from "../ranking/of-kind"
import { anItem, aRow, smallModel } from "./small-model"

const IDS = ["mug", "cup", "glass", "scarf", "shawl", "nothing", "nothing too"]
const { state } = smallModel({
  rows: IDS.map((id, at) => aRow("u", id, 20 - at)),
  items: [
    anItem("mug", { category: "kitchen", tags: ["type:mug"] }),
    anItem("cup", { category: "office", tags: ["type:mug"] }),
    anItem("glass", { category: "kitchen", tags: ["type:glass"] }),
    anItem("scarf", { category: "clothes" }),
    anItem("shawl", { tags: ["type:shawl"] }),
    anItem("nothing"),
  ],
})

const kindOf = (...anchors: string[]): string[] => {
  const isOfKind = ofKind(
    state,
    anchors.map((id) => IDS.indexOf(id)),
  )
  return IDS.filter((_, item) => isOfKind(item))
}

describe("ofKind", () => {
  test("ofKind: products of one category are of a kind, and those of one type", () => {
    expect(kindOf("mug")).toEqual(["mug", "cup", "glass"])
    expect(kindOf("cup")).toEqual(["mug", "cup"])
    expect(kindOf("glass")).toEqual(["mug", "glass"])
    expect(kindOf("scarf")).toEqual(["scarf"])
    expect(kindOf("shawl")).toEqual(["shawl"])
  })

  test("ofKind: products that have neither category nor type are not of a kind by that", () => {
    expect(kindOf("nothing")).toEqual([])
    expect(kindOf("nothing", "nothing too")).toEqual([])
  })

  test("ofKind: any of several given products is enough, and none leads to none", () => {
    expect(kindOf("cup", "scarf")).toEqual(["mug", "cup", "scarf"])
    expect(kindOf()).toEqual([])
  })
})
