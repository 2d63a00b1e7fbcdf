/** The patterns that tell areas apart without colour; their number is their name. */
export const PATTERNS = 4;

const SIZE = 14;

/** A tile of a pattern in CSS pixels times `ratio`, for filling a canvas or a legend. */
export function patternTile(
  kind: number,
  colour: string,
  ratio: number,
  strength = 1,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const size = Math.round(SIZE * ratio);
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.globalAlpha = 0.1 * strength;
  context.fillStyle = colour;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 0.5 * strength;
  context.strokeStyle = colour;
  context.lineWidth = 1.25 * ratio;
  draw(context, kind % PATTERNS, size, ratio);
  return canvas;
}

function draw(context: CanvasRenderingContext2D, kind: number, size: number, ratio: number) {
  const half = size / 2;
  context.beginPath();
  if (kind === 0) {
    // Drawn thrice, so that the stripe goes on in the next tile.
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift - ratio, size + ratio);
      context.lineTo(shift + size + ratio, -ratio);
    }
    context.stroke();
  } else if (kind === 1) {
    for (const [x, y] of [
      [half / 2, half / 2],
      [half * 1.5, half * 1.5],
    ] as const) {
      context.moveTo(x + 1.5 * ratio, y);
      context.arc(x, y, 1.5 * ratio, 0, 2 * Math.PI);
    }
    context.fill();
  } else {
    context.moveTo(0, half);
    context.lineTo(size, half);
    if (kind === 3) {
      context.moveTo(half, 0);
      context.lineTo(half, size);
    }
    context.stroke();
  }
}
