import { addressBlock } from "../address-block"

test.each([
  ["203.0.113.7", "203.0.113"],
  ["::ffff:203.0.113.250", "203.0.113"],
  ["2001:db8:1::1", "2001:db8:1"],
  ["2001:0DB8:0001:ffff:1:2:3:4", "2001:db8:1"],
  ["2001:db8::", "2001:db8:0"],
  ["fe80::1%eth0", "fe80:0:0"],
  ["::1", "0:0:0"],
  ["64:ff9b::192.0.2.33", "64:ff9b:0"],
])("address block: %s lies in %s", (address, block) => {
  expect(addressBlock(address)).toBe(block)
})

test("address block: what is no address lies in none", () => {
  for (const text of ["", "unknown", "203.0.113", "1.2.3.4.5", "203.0.113.7, 10.0.0.1"])
    expect(addressBlock(text)).toBeNull()
})
