import { disc, fillPath, heart, leaf, line, rect, star, turned } from "./shapes"
import type { Palette } from "./shapes"

/** Things for the home and the garden. */
export const homeMotifs = {
  frame: (p: Palette) =>
    rect([115, 90, 170, 220], p.main, 6) + rect([138, 113, 124, 174], p.light, 2) + disc(225, 160, [20], p.accent) + fillPath("M138 287 V245 L180 200 L215 240 L235 222 L262 255 V287Z", p.dark),
  lamp: (p: Palette) =>
    disc(200, 165, [88], p.accent) + disc(200, 165, [66], p.light) + line("M200 230 V300", p.dark, 14) + rect([150, 292, 100, 20], p.main, 10),
  vase: (p: Palette) =>
    line("M200 180 C195 130 170 110 160 85 M205 180 C215 140 235 125 245 100", p.dark, 7) +
    leaf(162, 100, [52, -20], p.accent) +
    leaf(243, 112, [52, 24], p.accent) +
    fillPath("M172 170 H228 C222 200 265 220 262 265 C260 305 235 314 200 314 C165 314 140 305 138 265 C135 220 178 200 172 170Z", p.main) +
    line("M150 245 C185 262 215 262 250 245", p.light, 6),
  plant: (p: Palette) =>
    leaf(200, 235, [125, 0], p.accent) +
    leaf(200, 235, [110, -42], p.main) +
    leaf(200, 235, [110, 42], p.main) +
    leaf(200, 238, [80, -78], p.accent) +
    leaf(200, 238, [80, 78], p.accent) +
    fillPath("M140 230 H260 L246 312 H154Z", p.dark) +
    rect([132, 220, 136, 26], p.dark, 6),
  pot: (p: Palette) =>
    fillPath("M128 170 H272 L250 312 H150Z", p.main) + rect([115, 140, 170, 40], p.dark, 8) + line("M150 220 C180 238 220 238 250 220", p.light, 7) + leaf(200, 142, [60, 12], p.accent),
  can: (p: Palette) =>
    line("M250 190 C320 165 330 290 255 285", p.dark, 14) +
    fillPath("M150 230 L78 165 L92 152 L165 200Z", p.dark) +
    fillPath("M150 175 H255 L265 305 H140Z", p.main) +
    disc(202, 175, [53, 14], p.accent) +
    leaf(205, 285, [64, 0], p.light),
  house: (p: Palette) =>
    fillPath("M200 85 L305 185 H95Z", p.dark) +
    rect([118, 180, 164, 130], p.main, 4) +
    rect([180, 240, 40, 70], p.dark, 18) +
    rect([138, 205, 32, 36], p.accent, 4) +
    rect([230, 205, 32, 36], p.accent, 4),
  cushion: (p: Palette) =>
    fillPath("M110 120 C160 138 240 138 290 120 C272 170 272 250 290 300 C240 282 160 282 110 300 C128 250 128 170 110 120Z", p.main) +
    leaf(200, 265, [100, -18], p.light) +
    leaf(200, 265, [100, 20], p.accent),
  blanket: (p: Palette) =>
    rect([105, 130, 190, 60], p.main, 28) +
    rect([105, 185, 190, 60], p.dark, 28) +
    rect([105, 240, 190, 60], p.main, 28) +
    line("M140 160 H230 M140 270 H230", p.light, 7) +
    line("M285 285 V318 M265 292 V318 M245 296 V318", p.accent, 6),
  clock: (p: Palette) =>
    disc(200, 205, [110], p.main) + disc(200, 205, [86], p.light) + line("M200 205 V145 M200 205 L245 228", p.dark, 10) + disc(200, 205, [10], p.accent) + rect([182, 70, 36, 28], p.dark, 8),
  bauble: (p: Palette) =>
    line("M200 70 V110", p.dark, 6) + rect([180, 105, 40, 26], p.dark, 6) + disc(200, 220, [95], p.main) + line("M112 200 C160 235 240 235 288 200", p.accent, 12) + star(200, 262, 22, p.light) + disc(162, 178, [14, 20], p.light),
  wreath: (p: Palette) =>
    Array.from({ length: 16 }, (_, i) => turned(i * 22.5, leaf(200, 130, [62, 70], i % 2 ? p.main : p.accent))).join("") + heart(200, 305, 24, p.dark),
  globe: (p: Palette) =>
    disc(200, 185, [92], p.main) +
    fillPath("M140 150 C165 120 205 135 200 165 C195 190 160 180 150 205 C130 200 125 170 140 150Z M215 190 C245 175 270 195 262 225 C250 250 225 250 218 228Z", p.accent) +
    line("M292 130 C325 200 285 285 200 290", p.dark, 10) +
    rect([150, 292, 100, 20], p.dark, 10),
  radio: (p: Palette) =>
    line("M255 150 L300 85", p.dark, 7) + rect([100, 150, 200, 150], p.main, 18) + disc(165, 225, [48], p.dark) + disc(165, 225, [22], p.accent) + rect([230, 180, 52, 22], p.light, 5) + disc(256, 248, [20], p.light),
}

/** Things that are worn or carried. */
export const wornMotifs = {
  ring: (p: Palette) =>
    `<circle cx="200" cy="235" r="76" fill="none" stroke="${p.main}" stroke-width="22"/>` + fillPath("M160 120 H240 L262 148 L200 195 L138 148Z", p.accent) + line("M160 120 L200 195 L240 120", p.light, 5),
  necklace: (p: Palette) => line("M105 95 C110 235 170 250 200 262 C230 250 290 235 295 95", p.dark, 8) + leaf(200, 345, [90, 0], p.main) + disc(200, 262, [12], p.accent),
  watch: (p: Palette) =>
    rect([165, 70, 70, 275], p.dark, 18) + disc(200, 207, [78], p.main) + disc(200, 207, [58], p.light) + line("M200 207 V170 M200 207 L226 220", p.dark, 8) + rect([276, 198, 16, 20], p.accent, 5),
  bag: (p: Palette) =>
    line("M155 165 C155 85 245 85 245 165", p.dark, 13) + fillPath("M112 160 H288 L300 300 C300 312 100 312 100 300Z", p.main) + leaf(200, 285, [85, -14], p.light) + leaf(200, 285, [85, 20], p.accent),
  scarf: (p: Palette) =>
    disc(200, 150, [92, 50], p.main) + disc(200, 140, [58, 26], p.back) + rect([215, 165, 62, 130], p.main, 10) + rect([215, 210, 62, 18], p.accent) + rect([215, 245, 62, 18], p.light) + line("M224 300 V318 M246 300 V318 M268 300 V318", p.dark, 6),
  hat: (p: Palette) =>
    disc(200, 95, [28], p.accent) + fillPath("M115 255 C110 140 160 110 200 110 C240 110 290 140 285 255Z", p.main) + rect([100, 235, 200, 58], p.dark, 26) + line("M150 170 L170 195 L190 170 L210 195 L230 170 L250 195", p.light, 7),
  sock: (p: Palette) =>
    fillPath("M150 90 H230 V215 C235 240 300 240 300 280 C300 315 250 312 215 305 C160 295 150 265 150 230Z", p.main) + rect([142, 82, 96, 40], p.accent, 10) + line("M155 160 H228 M155 190 H228", p.light, 10) + fillPath("M268 245 C320 262 305 312 262 311Z", p.dark),
  umbrella: (p: Palette) =>
    line("M200 110 V290 C200 325 150 325 150 292", p.dark, 11) + fillPath("M80 210 C85 70 315 70 320 210 C300 185 275 185 260 210 C240 185 215 185 200 210 C185 185 160 185 140 210 C125 185 100 185 80 210Z", p.main) + fillPath("M140 210 C145 120 180 88 200 88 C190 120 200 180 200 210 C185 185 160 185 140 210Z", p.accent),
  glasses: (p: Palette) =>
    line("M165 205 C180 190 220 190 235 205", p.dark, 11) + disc(130, 215, [56], p.dark) + disc(270, 215, [56], p.dark) + disc(130, 215, [40], p.accent) + disc(270, 215, [40], p.accent) + line("M112 205 L135 185 M252 205 L275 185", p.light, 7),
  camera: (p: Palette) =>
    rect([95, 145, 210, 155], p.main, 22) + rect([150, 115, 70, 40], p.dark, 10) + disc(200, 222, [58], p.dark) + disc(200, 222, [38], p.accent) + disc(188, 210, [11], p.light) + disc(275, 172, [10], p.light),
  headphones: (p: Palette) => line("M115 235 C100 70 300 70 285 235", p.dark, 18) + rect([92, 215, 52, 90], p.main, 24) + rect([256, 215, 52, 90], p.main, 24) + line("M118 240 V280 M282 240 V280", p.accent, 9),
}
