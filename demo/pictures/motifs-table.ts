import { disc, fillPath, heart, leaf, line, rect } from "./shapes"
import type { Palette } from "./shapes"

/** Things that stand on a table: drink, food, candles. */
export const tableMotifs = {
  mug: (p: Palette) =>
    line("M262 185 C330 180 330 265 258 265", p.dark, 20) +
    fillPath("M130 150 H270 V270 C270 300 250 310 230 310 H170 C150 310 130 300 130 270Z", p.main) +
    disc(200, 150, [70, 16], p.dark) +
    leaf(200, 265, [70, -24], p.light) +
    leaf(200, 265, [70, 24], p.accent) +
    line("M175 118 C165 100 185 95 178 78 M215 118 C205 100 225 95 218 78", p.light, 7),
  teapot: (p: Palette) =>
    line("M118 205 C70 205 78 290 140 275", p.dark, 16) +
    fillPath("M270 225 C310 225 305 175 335 165 L345 180 C325 200 320 270 265 275Z", p.dark) +
    fillPath("M115 230 C115 165 285 165 285 230 C285 300 240 312 200 312 C160 312 115 300 115 230Z", p.main) +
    fillPath("M145 185 C160 150 240 150 255 185Z", p.accent) +
    disc(200, 150, [13], p.dark) +
    line("M150 240 C170 225 190 255 210 240 S250 240 255 235", p.light, 6),
  pouch: (p: Palette) =>
    fillPath("M135 125 H265 L280 305 C280 315 120 315 120 305Z", p.main) +
    rect([130, 105, 140, 34], p.dark, 6) +
    rect([150, 185, 100, 78], p.light, 8) +
    leaf(200, 252, [52, -20], p.main) +
    leaf(200, 252, [52, 22], p.accent),
  bottle: (p: Palette) =>
    rect([180, 82, 40, 40], p.dark, 6) +
    fillPath("M180 118 H220 V150 C258 168 258 190 258 210 V296 C258 312 142 312 142 296 V210 C142 190 142 168 180 150Z", p.main) +
    rect([142, 212, 116, 62], p.light, 2) +
    line("M165 234 H235 M165 252 H215", p.accent, 7),
  flask: (p: Palette) =>
    rect([160, 70, 80, 62], p.dark, 14) +
    rect([150, 128, 100, 196], p.main, 20) +
    rect([150, 176, 100, 26], p.accent) +
    line("M172 226 V296", p.light, 9) +
    line("M250 90 C285 95 285 140 252 148", p.dark, 10),
  jar: (p: Palette) =>
    rect([145, 108, 110, 34], p.dark, 10) +
    fillPath("M140 150 H260 C275 165 275 300 260 312 H140 C125 300 125 165 140 150Z", p.main) +
    rect([130, 195, 140, 70], p.light, 4) +
    heart(200, 228, 20, p.accent),
  candle: (p: Palette) =>
    fillPath("M200 70 C225 105 222 128 200 130 C178 128 175 105 200 70Z", p.accent) +
    line("M200 128 V150", p.dark, 6) +
    rect([138, 150, 124, 160], p.main, 14) +
    disc(200, 152, [62, 14], p.light) +
    rect([138, 205, 124, 58], p.dark) +
    line("M165 224 H235 M178 243 H222", p.light, 6),
  soap: (p: Palette) =>
    rect([110, 205, 180, 90], p.main, 34) +
    rect([130, 222, 140, 55], p.accent, 22) +
    line("M165 250 H235", p.light, 8) +
    disc(150, 165, [24], p.light) +
    disc(205, 140, [34], p.light) +
    disc(252, 172, [18], p.light),
  bowl: (p: Palette) =>
    disc(200, 195, [100, 26], p.dark) +
    disc(165, 180, [26], p.accent) +
    disc(210, 172, [30], p.light) +
    disc(250, 184, [22], p.accent) +
    fillPath("M100 195 C100 290 160 310 200 310 C240 310 300 290 300 195 C280 220 120 220 100 195Z", p.main) +
    line("M125 240 C160 262 240 262 275 240", p.light, 6),
  plate: (p: Palette) =>
    disc(200, 210, [115], p.main) + disc(200, 210, [84], p.light) + leaf(200, 255, [80, -18], p.accent) + leaf(200, 255, [80, 22], p.dark),
  board: (p: Palette) =>
    rect([150, 125, 100, 190], p.main, 24) +
    rect([182, 80, 36, 70], p.main, 16) +
    disc(200, 102, [9], p.back) +
    line("M175 170 C180 220 172 250 176 290 M222 165 C228 210 218 260 224 292", p.dark, 4),
  spoon: (p: Palette) =>
    line("M150 200 V315", p.dark, 14) +
    disc(150, 155, [30, 44], p.main) +
    line("M205 190 V315", p.dark, 14) +
    disc(205, 140, [26, 50], p.accent) +
    line("M258 205 V315", p.dark, 14) +
    rect([240, 105, 36, 95], p.main, 14),
  box: (p: Palette) =>
    rect([115, 190, 170, 120], p.main, 8) +
    rect([105, 155, 190, 45], p.dark, 8) +
    rect([186, 155, 28, 155], p.accent) +
    line("M200 155 C150 150 140 95 170 100 C195 104 200 155 200 155 C200 155 205 104 230 100 C260 95 250 150 200 155", p.accent, 12),
  basket: (p: Palette) =>
    line("M130 200 C130 70 270 70 270 200", p.dark, 14) +
    rect([155, 140, 36, 70], p.accent, 8) +
    disc(225, 175, [34], p.light) +
    fillPath("M105 195 H295 L275 305 C275 312 125 312 125 305Z", p.main) +
    line("M118 230 H282 M124 265 H276", p.dark, 6),
  cloth: (p: Palette) =>
    rect([120, 120, 160, 190], p.main, 10) +
    rect([120, 120, 80, 190], p.dark, 10) +
    line("M215 150 V280 M240 150 V280", p.light, 7) +
    leaf(160, 250, [70, 0], p.accent),
}
