/** Colours that one picture is drawn with, each a CSS colour. */
export interface Palette {
  readonly back: string
  readonly halo: string
  readonly main: string
  readonly dark: string
  readonly accent: string
  readonly light: string
}

const n = (value: number): string => String(Math.round(value * 10) / 10)

export const rect = (box: readonly [x: number, y: number, width: number, height: number], fill: string, round = 0): string =>
  `<rect x="${n(box[0])}" y="${n(box[1])}" width="${n(box[2])}" height="${n(box[3])}" rx="${n(round)}" fill="${fill}"/>`

export const disc = (x: number, y: number, [rx, ry = rx]: readonly [number, number?], fill: string): string =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"/>`

export const fillPath = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`

export const line = (d: string, stroke: string, width = 8): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"/>`

export const turned = (degrees: number, inner: string, [x, y]: readonly [number, number] = [200, 200]): string =>
  `<g transform="rotate(${n(degrees)} ${n(x)} ${n(y)})">${inner}</g>`

/** A five-pointed star round (x, y). */
export function star(x: number, y: number, radius: number, fill: string): string {
  const points = Array.from({ length: 10 }, (_, corner) => {
    const angle = (Math.PI / 5) * corner - Math.PI / 2
    const reach = corner % 2 === 0 ? radius : radius * 0.45
    return `${n(x + reach * Math.cos(angle))},${n(y + reach * Math.sin(angle))}`
  })
  return `<polygon points="${points.join(" ")}" fill="${fill}" stroke="${fill}" stroke-width="6" stroke-linejoin="round"/>`
}

/** A heart whose point is at (x, y + size). */
export const heart = (x: number, y: number, size: number, fill: string): string =>
  fillPath(
    `M${n(x)} ${n(y + size)} C${n(x - size * 1.9)} ${n(y - size * 0.1)} ${n(x - size * 0.9)} ${n(y - size * 1.3)} ${n(x)} ${n(y - size * 0.35)} ` +
      `C${n(x + size * 0.9)} ${n(y - size * 1.3)} ${n(x + size * 1.9)} ${n(y - size * 0.1)} ${n(x)} ${n(y + size)}Z`,
    fill,
  )

/** A leaf that grows from (x, y) in the direction of `degrees` (0 is up). */
export const leaf = (x: number, y: number, [length, degrees]: readonly [number, number], fill: string): string =>
  turned(
    degrees,
    fillPath(
      `M${n(x)} ${n(y)} C${n(x - length * 0.45)} ${n(y - length * 0.4)} ${n(x - length * 0.25)} ${n(y - length * 0.85)} ${n(x)} ${n(y - length)} ` +
        `C${n(x + length * 0.25)} ${n(y - length * 0.85)} ${n(x + length * 0.45)} ${n(y - length * 0.4)} ${n(x)} ${n(y)}Z`,
      fill,
    ),
    [x, y],
  )
