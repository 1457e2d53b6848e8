import { isIP } from "node:net"

const IPV4_OCTETS = 3
const IPV6_GROUPS = 3
const IPV6_NETWORK_GROUPS = 4
const ALL_GROUPS = 8

/**
 * The block that an address lies in, as large as one household or one rented server may get for nothing: /24 of IPv4,
 * /48 of IPv6. Null for what is no address.
 */
export function addressBlock(address: string): string | null {
  const plain = address.split("%", 1)[0].replace(/^::ffff:(?=\d{1,3}\.)/i, "")
  const kind = isIP(plain)
  if (kind === 4) return plain.split(".").slice(0, IPV4_OCTETS).join(".")
  if (kind === 6) return groupsOf(plain).slice(0, IPV6_GROUPS).join(":")
  return null
}

/** The network of an IPv6 address that one line gets (/64): its owner may use any address of it. */
export function ipv6Network(address: string): string {
  return groupsOf(address.split("%", 1)[0]).slice(0, IPV6_NETWORK_GROUPS).join(":")
}

/** The eight groups of an IPv6 address without leading zeros; an IPv4 tail counts as the two groups that it stands for. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.toLowerCase().split("::")
  const split = (part: string): string[] =>
    part
      .split(":")
      .filter((group) => group !== "")
      .flatMap((group) => (group.includes(".") ? ["v4", "v4"] : [group.replace(/^0+(?=.)/, "")]))
  const front = split(head)
  if (tail === undefined) return front
  const back = split(tail)
  const zeros = new Array<string>(Math.max(0, ALL_GROUPS - front.length - back.length)).fill("0")
  return [...front, ...zeros, ...back]
}
