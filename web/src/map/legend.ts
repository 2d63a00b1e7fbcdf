import type { StreetPart } from "../answer";
import { fill, words } from "../words";
import { DASHES } from "./borders";
import type { District } from "./districts";
import { PATTERNS, patternTile } from "./pattern";
import { areaColour, houseSign, STREET_DASHES } from "./street";
import type { Palette } from "./theme";

const WIDTH = 44;
const HEIGHT = 26;

/** Explains colours, patterns and lines in HTML under the map. */
export function fillLegend(
  legend: HTMLElement,
  districts: District[],
  colours: Palette,
  parts: StreetPart[],
) {
  const { map: signs } = words();
  const patterns = [signs.pattern_0, signs.pattern_1, signs.pattern_2, signs.pattern_3];
  legend.replaceChildren(
    ...streetGroup(districts, colours, parts),
    group(
      signs.legend_areas,
      districts.map(({ name, team, index }) => [
        swatch((context, ratio) => paintArea(context, index, colours, ratio)),
        fill("{name} ({pattern}): {team}", {
          name,
          team,
          pattern: patterns[index % PATTERNS] ?? "",
        }),
      ]),
    ),
    group(signs.legend_borders, [
      [line(colours, DASHES.stated ?? [], 3), signs.border_stated],
      [line(colours, DASHES.inferred ?? [], 3), signs.border_inferred],
      [line(colours, DASHES.assumed ?? [], 3), signs.border_assumed],
      [line(colours, [], 1.5), signs.border_limit],
    ]),
    group(signs.legend_answer, [
      [swatch((context) => paintPlace(context, colours)), signs.marker],
      [swatch((context) => paintLine(context, colours.answer, [], 5)), signs.street],
      [swatch((context) => paintCandidate(context, colours)), signs.candidate],
      [swatch((context) => paintLine(context, colours.answer, [], 3)), signs.distance],
    ]),
  );
}

/** The parts of the street that was asked for, when several Sozialräume share it. */
function streetGroup(districts: District[], colours: Palette, parts: StreetPart[]) {
  if (parts.length === 0) return [];
  const { intake } = words();
  const entry = (index: number | undefined, text: string): [HTMLCanvasElement, string] => [
    swatch((context) => paintStreet(context, index, colours)),
    text,
  ];
  const rows = parts.filter(({ number }) => number > 0).sort((a, b) => a.number - b.number);
  const entries = rows.map(({ area, number }) => {
    const district = districts.find(({ id }) => id === area);
    return entry(district?.index, fill(intake.legend_part, { number, name: district?.name ?? "" }));
  });
  const open = parts.some(({ area, houses }) => area === null && houses.length > 0);
  if (open) entries.push(entry(undefined, intake.legend_open));
  return [group(intake.legend, entries)];
}

function paintStreet(
  context: CanvasRenderingContext2D,
  index: number | undefined,
  colours: Palette,
) {
  const colour = areaColour(colours, index);
  if (index !== undefined) {
    paintLine(context, colour, STREET_DASHES[index % STREET_DASHES.length] ?? [], 4);
  }
  const sign = houseSign(index, 8, colour, colours.answerEdge).getImage(2);
  const [width, height] = [sign.width / 2, sign.height / 2];
  context.setLineDash([]);
  context.drawImage(sign, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
}

function group(title: string, entries: [HTMLCanvasElement, string][]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const heading = document.createElement("h3");
  heading.className = "kern-title kern-title--small";
  heading.textContent = title;
  const list = document.createElement("ul");
  list.className = "legend__list";
  list.append(
    ...entries.map(([image, text]) => {
      const entry = document.createElement("li");
      entry.append(image, text);
      return entry;
    }),
  );
  fragment.append(heading, list);
  return fragment;
}

function swatch(paint: (context: CanvasRenderingContext2D, ratio: number) => void) {
  const ratio = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  canvas.className = "legend__sign";
  canvas.width = WIDTH * ratio;
  canvas.height = HEIGHT * ratio;
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  if (context) {
    context.scale(ratio, ratio);
    paint(context, ratio);
  }
  return canvas;
}

function line(colours: Palette, dash: number[], width: number) {
  return swatch((context) => paintLine(context, colours.border, dash, width));
}

function paintLine(
  context: CanvasRenderingContext2D,
  colour: string,
  dash: number[],
  width: number,
) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineCap = "round";
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(3, HEIGHT / 2);
  context.lineTo(WIDTH - 3, HEIGHT / 2);
  context.stroke();
}

function paintArea(
  context: CanvasRenderingContext2D,
  index: number,
  colours: Palette,
  ratio: number,
) {
  const colour = colours.areas[index % colours.areas.length] ?? colours.border;
  const pattern = context.createPattern(patternTile(index, colour, ratio), "repeat");
  // The tile is made for device pixels already.
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
  context.fillStyle = colours.land;
  context.fillRect(1, 1, WIDTH - 2, HEIGHT - 2);
  context.fillStyle = pattern ?? colour;
  context.fillRect(1, 1, WIDTH - 2, HEIGHT - 2);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(1, 1, WIDTH - 2, HEIGHT - 2);
}

function paintPlace(context: CanvasRenderingContext2D, colours: Palette) {
  const ring = (radius: number) => {
    context.beginPath();
    context.arc(WIDTH / 2, HEIGHT / 2, radius, 0, 2 * Math.PI);
  };
  context.strokeStyle = colours.answer;
  context.fillStyle = colours.answer;
  context.lineWidth = 2;
  ring(11);
  context.stroke();
  ring(6);
  context.fill();
}

function paintCandidate(context: CanvasRenderingContext2D, colours: Palette) {
  context.fillStyle = colours.answer;
  context.translate(WIDTH / 2, HEIGHT / 2);
  context.rotate(Math.PI / 4);
  context.fillRect(-8, -8, 16, 16);
}
