/** Places of the plane become places of the window: `u_view` is the middle and the scale in both directions. */
const view = `
uniform vec4 u_view;
vec4 place(vec2 point) { return vec4((point - u_view.xy) * u_view.zw, 0.0, 1.0); }
`;

/** Papers: discs. `a_state`: 0 as usual, 1 faint, 2 raised, 3 chosen, 4 hidden. */
export const nodeShaders = {
  vertex: `#version 300 es
precision highp float;
in vec2 a_place; in float a_size; in float a_year; in vec3 a_colour; in float a_state;
uniform vec2 u_years; uniform float u_zoom; uniform float u_ratio;
out vec3 v_colour; out float v_alpha; out float v_size; flat out int v_state;
${view}
void main() {
  bool hidden = a_state > 3.5 || (a_year > 0.5 && (a_year < u_years.x || a_year > u_years.y));
  gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : place(a_place);
  float size = a_size * u_zoom * (a_state > 2.5 ? 1.5 : a_state > 1.5 ? 1.2 : 1.0);
  v_state = int(a_state + 0.5);
  if (v_state == 3) size += 6.0;
  if (v_state == 2) size += 2.0;
  v_size = size * u_ratio;
  gl_PointSize = v_size + 1.5;
  v_colour = a_colour;
  v_alpha = v_state == 1 ? 0.16 : 0.88;
}`,
  fragment: `#version 300 es
precision mediump float;
in vec3 v_colour; in float v_alpha; in float v_size; flat in int v_state;
uniform vec3 u_accent; uniform vec3 u_ground;
out vec4 colour;
void main() {
  float away = length(gl_PointCoord - 0.5) * (v_size + 1.5);
  float edge = v_size * 0.5;
  float cover = clamp(edge - away + 0.5, 0.0, 1.0);
  if (cover <= 0.0) discard;
  vec3 shade = v_colour;
  if (v_state == 3) shade = away > edge - 2.5 ? u_accent : away > edge - 4.5 ? u_ground : v_colour;
  else if (v_state != 1 && away > edge - 0.9) shade = mix(v_colour, u_ground, 0.35);
  float alpha = cover * v_alpha;
  colour = vec4(shade * alpha, alpha);
}`,
};

/** Citations: hair lines in the colours of their ends. */
export const edgeShaders = {
  vertex: `#version 300 es
precision highp float;
in vec2 a_place; in vec3 a_colour; in vec2 a_years;
uniform vec2 u_years; uniform float u_alpha;
out vec4 v_colour;
${view}
void main() {
  bool hidden = a_years.x < u_years.x && a_years.x > 0.5 || a_years.y > u_years.y;
  gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : place(a_place);
  v_colour = vec4(a_colour * u_alpha, u_alpha);
}`,
  fragment: `#version 300 es
precision mediump float;
in vec4 v_colour;
out vec4 colour;
void main() { colour = v_colour; }`,
};

/** A picture of the citations, drawn before, moved to where they are now. */
export const pictureShaders = {
  vertex: `#version 300 es
precision highp float;
in vec2 a_corner;
uniform vec4 u_rect;
out vec2 v_at;
void main() { v_at = a_corner; gl_Position = vec4(mix(u_rect.xy, u_rect.zw, a_corner), 0.0, 1.0); }`,
  fragment: `#version 300 es
precision mediump float;
in vec2 v_at;
uniform sampler2D u_picture; uniform float u_strength;
out vec4 colour;
void main() { colour = texture(u_picture, v_at) * u_strength; }`,
};

/** Lines that stand out: ribbons of a width in pixels. */
export const ribbonShaders = {
  vertex: `#version 300 es
precision highp float;
in vec2 a_corner; in vec2 a_from; in vec2 a_to; in vec4 a_colour; in float a_width;
uniform vec2 u_window;
out vec4 v_colour; out float v_across; out float v_half;
${view}
void main() {
  vec2 from = place(a_from).xy * u_window; vec2 to = place(a_to).xy * u_window;
  vec2 along = to - from;
  float far = max(length(along), 1e-4);
  vec2 across = vec2(-along.y, along.x) / far;
  float half_width = a_width + 1.0;
  float side = a_corner.y * 2.0 - 1.0;
  vec2 point = mix(from, to, a_corner.x) + across * side * half_width;
  gl_Position = vec4(point / u_window, 0.0, 1.0);
  v_colour = a_colour; v_across = side * half_width; v_half = a_width;
}`,
  fragment: `#version 300 es
precision mediump float;
in vec4 v_colour; in float v_across; in float v_half;
out vec4 colour;
void main() {
  float alpha = v_colour.a * clamp(v_half - abs(v_across) + 0.5, 0.0, 1.0);
  colour = vec4(v_colour.rgb * alpha, alpha);
}`,
};
