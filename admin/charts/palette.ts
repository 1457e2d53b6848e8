import { useEffect, useState } from "react"

/** Medusa's own colours, so that a chart turns dark with the page. */
export const SERIES_COLORS = {
  blue: "--tag-blue-icon",
  green: "--tag-green-icon",
  orange: "--tag-orange-icon",
  purple: "--tag-purple-icon",
  red: "--tag-red-icon",
  grey: "--tag-neutral-icon",
} as const

export type SeriesColor = keyof typeof SERIES_COLORS

export interface Palette {
  series: Record<SeriesColor, string>
  axis: string
  grid: string
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback
  return {
    series: {
      blue: read(SERIES_COLORS.blue, "#60a5fa"),
      green: read(SERIES_COLORS.green, "#10b981"),
      orange: read(SERIES_COLORS.orange, "#f97316"),
      purple: read(SERIES_COLORS.purple, "#a78bfa"),
      red: read(SERIES_COLORS.red, "#f43f5e"),
      grey: read(SERIES_COLORS.grey, "#71717a"),
    },
    axis: read("--fg-subtle", "#52525b"),
    grid: read("--border-base", "#e4e4e7"),
  }
}

/** Colours of a canvas, read again whenever the admin turns light into dark. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette)
  useEffect(() => {
    const observer = new MutationObserver(() => setPalette(readPalette()))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-mode", "style"] })
    return () => observer.disconnect()
  }, [])
  return palette
}
