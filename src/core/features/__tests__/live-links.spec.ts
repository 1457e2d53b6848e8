import { LiveLinks } from "../live-links"

const linked = (links: LiveLinks, item: number, weight = 1): [number, number][] => {
  const found: [number, number][] = []
  links.spread(new Map([[item, weight]]), (other, value) => found.push([other, value]))
  return found
}

describe("LiveLinks", () => {
  test("links both ways, adds up, and divides by how often the product is chosen anyway", () => {
    const links = new LiveLinks((item) => (item === 1 ? 9 : 0))
    links.add(0, 1, 0.5)
    links.add(1, 0, 0.25)
    links.add(1, 2, 1)
    links.add(3, 3, 1)
    expect(linked(links, 0)).toEqual([[1, 0.75]])
    expect(linked(links, 1, 2)).toEqual([
      [0, 0.375],
      [2, 0.5],
    ])
    expect([linked(links, 2), linked(links, 3), linked(links, 4)]).toEqual([[[1, 1]], [], []])
  })

  test("a product with all the links it may have takes no new one, and those it has still grow", () => {
    const links = new LiveLinks(() => 0)
    for (let other = 1; other <= 300; other++) links.add(0, other, 1)
    links.add(0, 200, 1)
    const found = linked(links, 0)
    expect(found).toHaveLength(200)
    expect(found.map(([other]) => other)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
    expect([found[0], found[199]]).toEqual([
      [1, 1],
      [200, 2],
    ])
    // The other end had room.
    expect(linked(links, 300)).toEqual([[0, 1]])
  })

  test("of more products than are remembered the oldest go", () => {
    const links = new LiveLinks(() => 0)
    for (let item = 0; item < 20_002; item += 2) links.add(item, item + 1, 1)
    expect([linked(links, 0), linked(links, 1)]).toEqual([[], []])
    expect(linked(links, 2)).toEqual([[3, 1]])
    expect(linked(links, 20_001)).toEqual([[20_000, 1]])
  })
})
